"""Pages that are no articles say so; short articles among many links stay articles."""

from __future__ import annotations

import pytest

from shpalta.steps.parse import Article, Reject, parse_page

LINKS = "".join(
    f'<li><a href="/n/{number}">Міська рада ухвалила рішення номер {number} про дороги</a></li>' for number in range(40)
)
SENTENCE = (
    "Міст через річку відкрили в п’ятницю, після двох років ремонту, і першими ним проїхали велосипедисти з обох берегів. "
)


def page(title: str, text: str = "", *, head: str = "") -> bytes:
    return f"<html lang='uk'><head><title>{title}</title>{head}</head><body><h1>{title}</h1>{text}</body></html>".encode()


@pytest.mark.parametrize(
    ("html", "url", "reason"),
    [
        (
            page("Сторінку не знайдено", "<p>Спробуйте пошук або поверніться на головну сторінку нашого сайту.</p>"),
            "/a/b",
            "soft_404",
        ),
        (page("404 Not Found"), "/a/b", "soft_404"),
        (page("Just a moment..."), "/a/b", "error_page"),
        (page("Новини", f"<ul>{LINKS}</ul>"), "/", "index_page"),
        (page("Дороги", f"<ul>{LINKS}</ul>"), "/tag/dorohy/", "index_page"),
        (page("Відео дня", "", head='<meta property="og:type" content="video.other">'), "/video/5", "video"),
        (page("Порожньо"), "/a/b", "no_article"),
    ],
)
def test_a_page_that_is_no_article_is_rejected_by_its_kind(html: bytes, url: str, reason: str) -> None:
    outcome = parse_page(html, f"https://a.example{url}")
    assert isinstance(outcome, Reject)
    assert outcome.reason == reason


def test_a_short_article_among_many_links_is_an_article() -> None:
    html = page("Міст відкрили", f"<article><p>{SENTENCE}</p><p>{SENTENCE}</p></article><ul>{LINKS}</ul>")
    outcome = parse_page(html, "https://a.example/news/mist-vidkryly")
    assert isinstance(outcome, Article)
    assert outcome.article_body.split("\n") == [SENTENCE.strip()] * 2
