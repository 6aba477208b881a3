"""What an article shows besides words: its lead image with caption, videos, posts; never the frames of advertisements."""

from __future__ import annotations

from shpalta.text.document import read_document
from shpalta.text.fields import metadata
from shpalta.text.fields.media import Medium
from shpalta.text.fields.metadata import Fields


def fields(head: str = "", body: str = "") -> Fields:
    document = read_document(f"<html><head>{head}</head><body>{body}</body></html>", "https://visnyk.example/2026/a")
    return metadata.read_fields(document)


def test_the_caption_is_the_one_below_the_lead_image_and_no_other() -> None:
    head = '<meta property="og:image" content="/img/bridge-1200x630.jpg">'
    body = (
        '<figure><img src="/img/author.jpg"><figcaption>Авторка</figcaption></figure>'
        '<figure><picture><source srcset="/img/bridge-640x320.webp 640w"></picture>'
        "<figcaption>Міст. Фото: Вісник</figcaption></figure>"
    )
    read = fields(head, body)
    assert (read.image.value, read.image.source) == ("https://visnyk.example/img/bridge-1200x630.jpg", "meta")
    assert (read.image_caption.value, read.image_caption.source) == ("Міст. Фото: Вісник", "figure")


def test_json_ld_gives_the_caption_of_its_image() -> None:
    head = (
        '<script type="application/ld+json">{"@type":"NewsArticle","image":{"@type":"ImageObject",'
        '"url":"https://visnyk.example/b.jpg","caption":"Міст &amp; ріка"}}</script>'
    )
    read = fields(head)
    assert (read.image.value, read.image_caption.value) == ("https://visnyk.example/b.jpg", "Міст & ріка")


def test_without_a_shared_image_the_first_figure_of_the_article_leads() -> None:
    body = '<aside><figure><img src="/ad.jpg"></figure></aside><article><figure><img data-src="/lead.jpg"></figure></article>'
    assert fields(body=body).image.value == "https://visnyk.example/lead.jpg"


def test_videos_sounds_posts_and_charts_are_listed_and_advertisements_are_not() -> None:
    body = (
        '<article><iframe src="https://www.youtube.com/embed/abc" title="Відео з мосту"></iframe>'
        '<blockquote class="twitter-tweet"><p>Слова</p><a href="https://twitter.com/a/status/1">1 січня</a></blockquote>'
        '<iframe data-src="https://datawrapper.dwcdn.net/x/1/"></iframe><video><source src="/v.mp4"></video>'
        '<iframe src="https://ads.example/banner"></iframe></article>'
        '<aside><iframe src="https://www.youtube.com/embed/other"></iframe></aside>'
    )
    assert fields(body=body).media == (
        Medium("video", "https://www.youtube.com/embed/abc", "Відео з мосту"),
        Medium("post", "https://twitter.com/a/status/1", None),
        Medium("chart", "https://datawrapper.dwcdn.net/x/1/", None),
        Medium("video", "https://visnyk.example/v.mp4", None),
    )


def test_posts_and_players_that_a_program_draws_are_listed_too() -> None:
    body = (
        '<article><script async src="https://telegram.org/js/telegram-widget.js" data-telegram-post="visnyk/12"></script>'
        '<div class="fb-post" data-href="https://www.facebook.com/visnyk/posts/1"></div>'
        '<div class="fb-video" data-href="https://www.facebook.com/visnyk/videos/2"></div>'
        '<amp-youtube data-videoid="abc"></amp-youtube><embed src="https://www.youtube.com/v/def"></article>'
    )
    assert [(each.kind, each.url) for each in fields(body=body).media] == [
        ("post", "https://t.me/visnyk/12"),
        ("post", "https://www.facebook.com/visnyk/posts/1"),
        ("video", "https://www.facebook.com/visnyk/videos/2"),
        ("video", "https://www.youtube.com/watch?v=abc"),
        ("video", "https://www.youtube.com/v/def"),
    ]


def test_the_page_s_hints_at_its_language_are_kept_as_written() -> None:
    markup = (
        '<html lang="uk-UA"><head><meta http-equiv="Content-Language" content="uk"><meta property="og:locale" content="uk_UA">'
        '<script type="application/ld+json">{"@type":"NewsArticle","inLanguage":"ru"}</script></head><body></body></html>'
    )
    document = read_document(markup, "https://visnyk.example/a")
    assert metadata.language_hints(document, metadata.main_node(document)) == (
        ("html", "uk-ua"),
        ("http-equiv", "uk"),
        ("og:locale", "uk_UA"),
        ("jsonld", "ru"),
    )
