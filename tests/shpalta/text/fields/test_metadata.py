"""Fields from what pages mark: microdata, graphs, Dublin Core, and links where nothing is marked."""

from __future__ import annotations

import json

import pytest

from shpalta.text.document import read_document
from shpalta.text.fields import metadata
from shpalta.text.fields.found import Found
from shpalta.text.fields.metadata import Fields

URL = "https://visnyk.example/misto/mist-123"
WAY = [("Головна", "https://visnyk.example/"), ("Місто", "https://visnyk.example/misto"), ("Міст відкрили", URL)]


def fields(head: str = "", body: str = "") -> Fields:
    title = "<title>Міст відкрили - Вісник</title>"
    return metadata.read_fields(read_document(f"<html><head>{title}{head}</head><body>{body}</body></html>", URL))


def json_ld(**properties: object) -> str:
    node = {"@type": "NewsArticle", "headline": "Міст відкрили", **properties}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


MARKED = """<div itemscope itemtype="https://schema.org/NewsArticle"><h2 itemprop="headline">Міст відкрили</h2>
<div itemprop="publisher" itemscope><meta itemprop="name" content="Вісник"><img itemprop="logo" src="/logo.png"></div>
<div itemprop="image" itemscope><meta itemprop="url" content="/mist.jpg"></div><span itemprop="keywords">міст</span>
<span itemprop="keywords">ріка</span><meta itemprop="isAccessibleForFree" content="False"></div>"""


def test_microdata_names_headline_publisher_picture_keywords_and_price() -> None:
    found = fields(body=MARKED)
    assert found.headline == Found("Міст відкрили", "h1")
    assert found.publisher == Found("Вісник", "microdata")
    assert found.image == Found("https://visnyk.example/mist.jpg", "microdata")
    assert found.keywords == Found(("міст", "ріка"), "microdata")
    assert found.is_free == Found(False, "microdata")


@pytest.mark.parametrize(
    ("properties", "is_free"),
    [
        ({"isAccessibleForFree": "http://schema.org/False"}, False),
        ({"isAccessibleForFree": "no"}, False),
        ({"isAccessibleForFree": 1}, True),
        ({"hasPart": {"@type": "WebPageElement", "isAccessibleForFree": "False", "cssSelector": ".sold"}}, False),
        ({"isAccessibleForFree": True, "hasPart": [{"isAccessibleForFree": False}]}, True),
        ({"isAccessibleForFree": "perhaps"}, None),
    ],
)
def test_what_is_sold_is_said_in_many_ways(properties: dict[str, object], is_free: bool | None) -> None:
    assert fields(json_ld(**properties)).is_free.value is is_free


def test_the_section_is_the_last_step_of_the_way_before_the_page_itself() -> None:
    steps = [{"@type": "ListItem", "position": n, "name": name, "item": url} for n, (name, url) in enumerate(WAY, 1)]
    way = {"@type": "BreadcrumbList", "itemListElement": steps}
    assert fields(f'<script type="application/ld+json">{json.dumps(way)}</script>').section == Found("Місто", "jsonld")
    for step in steps:
        step["item"] = {"@id": step["item"], "name": step.pop("name")}
    assert fields(f'<script type="application/ld+json">{json.dumps(way)}</script>').section == Found("Місто", "jsonld")


def test_links_to_tags_are_keywords_where_nothing_else_says_them_but_no_cloud_is() -> None:
    tags = '<a rel="tag" href="/t/1">міст</a> <a href="/tag/rika">#ріка</a> <a rel="category tag" href="/c/1">Місто</a>'
    assert fields(body=f"<p>{tags}</p>").keywords == Found(("міст", "ріка"), "text")
    assert fields('<meta name="DC.subject" content="міст; ріка">', tags).keywords == Found(("міст", "ріка"), "meta")
    cloud = "".join(f'<a href="/tag/{n}">тема {n}</a>' for n in range(40))
    assert fields(body=cloud).keywords.value == ()


def test_the_lead_picture_may_stand_anywhere_below_the_headline_unless_it_is_an_ornament() -> None:
    pictures = '<img src="/logo.png"><img src="/dot.jpg" width="1"><img src="/mist.jpg" width="800">'
    assert fields(body=f"<h1>Міст відкрили</h1><div>{pictures}</div>").image == Found("https://visnyk.example/mist.jpg", "text")
    thumbnail = json_ld(image={"@type": "ImageObject", "contentUrl": "/1.jpg"}, thumbnailUrl="/2.jpg")
    assert fields(thumbnail).image == Found("https://visnyk.example/1.jpg", "jsonld")


def test_addresses_are_relative_to_the_base_that_the_page_gives() -> None:
    head = '<base href="/old/"><link rel="shortlink canonical" href="mist">'
    assert fields(head).canonical_url == Found("https://visnyk.example/old/mist", "link")
    assert fields('<base href="javascript:x"><link rel="canonical" href="mist">').canonical_url.value.endswith("/misto/mist")
