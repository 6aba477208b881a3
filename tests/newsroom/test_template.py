"""Other texts in the newsroom's templates, and the structure that the seed page shows."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from lxml import html

import newsroom
import seed_article
from newsroom.model import SITES, ZONE, Article, Teaser, blocks_of
from newsroom.template import Surroundings, render_article
from newsroom_week import LAST_DAY
from plain_http import ask
from seed_article import read_seed

CAME_OUT = datetime(2024, 11, 29, 10, 15, tzinfo=ZONE)


def article(site: str, **fields: object) -> Article:
    body = "Перший & <b>абзац</b>.\n\n## Підзаголовок\n\n- раз\n- два\n\n> «Цитата»"
    return Article(site, "own", 'Заголовок "з лапками" & <тегом>', CAME_OUT, blocks_of(body), "/own/", **fields)  # type: ignore[arg-type]


def rendered(site: str, **fields: object) -> html.HtmlElement:
    return html.document_fromstring(render_article(article(site, **fields), Surroundings("http://site.example", LAST_DAY)))


@pytest.mark.parametrize("site", list(SITES))
def test_any_text_is_escaped_and_keeps_its_blocks(site: str) -> None:
    page = rendered(site)
    assert page.xpath("//h1/text()") == ['Заголовок "з лапками" & <тегом>']
    (content,) = page.xpath("//div[contains(@class, 'post-content') or contains(@class, 'n-text')]")
    assert [each.text_content().strip() for each in content.iter("p", "h2", "h3", "li")] == [
        "Перший & <b>абзац</b>.",
        "Підзаголовок",
        "раз",
        "два",
        "«Цитата»",
    ]


def test_the_paper_says_the_time_in_meta_and_the_date_in_words() -> None:
    page = rendered("lyman", section="Порт", authors=("Ігор Самойленко",))
    assert page.xpath("//meta[@property='article:published_time']/@content") == ["2024-11-29T10:15:00+02:00"]
    assert page.xpath("//meta[@property='og:title']/@content") == ['Заголовок "з лапками" & <тегом>']
    assert page.xpath("//*[@class='post-date']/text()") == ["29 листопада 2024, 10:15"]
    assert not page.xpath("//script[@type='application/ld+json']")


def test_the_old_engine_has_the_date_in_words_alone() -> None:
    page = rendered("lyman", layout="old_engine")
    assert not page.xpath("//meta[@property]")
    assert page.xpath("//*[@class='date']/text()") == ["29 листопада 2024 року, 10:15"]


def test_the_agency_says_everything_in_json_ld() -> None:
    page = rendered("obrii", section="Світ", authors=("Дмитро Осадчий",), tags=("один", "два"), language="ru")
    (script,) = page.xpath("//script[@type='application/ld+json']/text()")
    news = json.loads(script)["@graph"][1]
    assert news["@type"] == "NewsArticle"
    assert news["headline"] == 'Заголовок "з лапками" & <тегом>'
    assert news["datePublished"] == "2024-11-29T10:15:00+02:00"
    assert news["author"] == [{"@type": "Person", "name": "Дмитро Осадчий"}]
    assert (news["articleSection"], news["keywords"], news["inLanguage"]) == ("Світ", ["один", "два"], "ru")
    assert page.xpath("//html/@lang") == ["ru"]
    assert not page.xpath("//meta[@property='article:published_time']")


@pytest.mark.parametrize("site", list(SITES))
def test_a_related_block_stands_inside_the_text_where_the_layout_says_so(site: str) -> None:
    teasers = (
        Teaser("http://a.example/1", "Перший тизер", "Початок…"),
        Teaser("http://a.example/2", "http://a.example/2", "Ще…"),
    )
    for layout in ("usual", "related_inside"):
        page = rendered(site, teasers=teasers, layout=layout)
        (content,) = page.xpath("//div[contains(@class, 'post-content') or contains(@class, 'n-text')]")
        siblings = [each.text_content() for each in content if each.tag == "p"]
        inside = ["Інші новини", "Перший тизер", "Початок…", "http://a.example/2", "Ще…", "Average Rating"]
        assert siblings == (["Перший & <b>абзац</b>.", *inside] if layout == "related_inside" else ["Перший & <b>абзац</b>."])
        assert "Перший тизер" in page.text_content()


def test_the_page_built_like_the_seed_holds_text_teasers_and_rating_in_one_container(room: newsroom.Newsroom) -> None:
    (like_seed,) = [each for each in room.week.articles if each.layout == "related_inside"]
    page = html.document_fromstring(ask(room.week.url(like_seed)).text)
    (content,) = page.xpath("//div[@class='post-content']")
    assert {each.tag for each in content} == {"p", "h2"}
    lines = [each.text_content() for each in content]
    shown = [line for teaser in like_seed.teasers for line in (teaser.title, teaser.text)]
    assert lines == [*like_seed.body.split("\n"), "Інші новини", *shown, "Average Rating"]


@pytest.mark.shared
@pytest.mark.parametrize("site", list(SITES))
def test_the_seed_is_served_in_the_newsrooms_template_as_it_was_dumped(site: str) -> None:
    seed = read_seed()
    with newsroom.serve(LAST_DAY, extra=[seed.article(site)]) as room:
        (served,) = room.week.of(site, seed_article.CAME_OUT.date())
        page = html.document_fromstring(ask(room.week.url(served)).text)
        (content,) = page.xpath("//div[contains(@class, 'post-content') or contains(@class, 'n-text')]")
        assert [each.text_content() for each in content] == [*seed.body, "Інші новини", *seed.teasers, seed.lines[-1]]
        assert room.week.url(served) in ask(f"{room.base_urls[site]}/sitemaps/2024-11-29.xml").text
