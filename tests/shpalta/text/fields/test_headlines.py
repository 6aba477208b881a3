"""Which of a page's titles is its headline."""

from __future__ import annotations

import pytest

from shpalta.steps.parse import Article, parse_page
from shpalta.text.document import read_document
from shpalta.text.fields import metadata


def headline(title: str = "", og: str = "", h1: str = "", json_ld: str = "") -> tuple[str | None, str | None]:
    script = f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{json_ld}"}}</script>' if json_ld else ""
    meta = f'<meta property="og:title" content="{og}"><meta property="og:site_name" content="Вісник">'
    markup = f"<html><head><title>{title}</title>{meta}{script}</head><body><h1>{h1}</h1></body></html>"
    fields = metadata.read_fields(read_document(markup, "https://visnyk.example/a"))
    return fields.headline.value, fields.alternative_headline.value


def test_the_site_s_name_is_cut_off() -> None:
    assert headline("Міст відкрили | Вісник", "Міст відкрили - Вісник") == ("Міст відкрили", None)


def test_json_ld_is_believed_and_what_is_shared_is_the_alternative() -> None:
    assert headline("Міст відкрили", "Нарешті міст", "Міст відкрили", "Міст відкрили") == ("Міст відкрили", "Нарешті міст")


def test_what_readers_and_shares_show_is_believed_before_what_was_written_for_search_engines() -> None:
    found = headline("Міст Київ відкриття 2026", "Міст відкрили", "Міст відкрили", "Міст Київ відкриття 2026")
    assert found == ("Міст відкрили", "Міст Київ відкриття 2026")


def test_a_headline_under_two_kickers_is_what_both_stand_before() -> None:
    found = headline(
        og="Ремонт у Лимані: Міст через Солону нарешті відкрили", h1="Міські новини - Міст через Солону нарешті відкрили"
    )
    assert found[0] == "Міст через Солону нарешті відкрили"


def test_a_headline_that_is_cut_off_is_completed_by_another() -> None:
    assert (
        headline(og="Міст відкрили після року ремонту", json_ld="Міст відкрили після…")[0] == "Міст відкрили після року ремонту"
    )


def test_a_headline_that_json_ld_cuts_off_without_a_sign_is_completed_by_what_is_shown() -> None:
    whole = "Міст через Солону, який чекали одинадцять років, відкрили для машин, а пішоходам обіцяють ще одну чергу до осені"
    assert headline(og=whole, h1=whole, json_ld=whole[:104])[0] == whole


def shown(title: str, body: str) -> str:
    text = f"<p>{'Міст відкрили для машин, а пішоходам обіцяють ще одну чергу до осені. ' * 5}</p>"
    markup = f"<html><head><title>{title}</title></head><body>{body}{text}</body></html>"
    article = parse_page(markup.encode(), "https://visnyk.example/a")
    assert isinstance(article, Article)
    return article.headline


@pytest.mark.parametrize("home", ["/", "https://visnyk.example", "https://www.visnyk.example/index.html", "//visnyk.example/"])
def test_a_heading_that_leads_to_the_front_page_is_the_site_s_name(home: str) -> None:
    logo = f"<h1><a href='{home}'>Новини Солоної</a></h1>"
    assert (
        shown("Новини Солоної » Архів » Міст відкрили нарешті", f"{logo}<h2>Міст відкрили нарешті</h2>")
        == "Міст відкрили нарешті"
    )
    assert shown("Міст відкрили | Новини Солоної", f"{logo}<h1>Міст відкрили</h1>") == "Міст відкрили"


@pytest.mark.parametrize("link", ["", "#a", "/news/bridge", "https://other.example/"])
def test_a_heading_with_another_link_is_the_headline(link: str) -> None:
    assert shown("Вісник", f"<h1><a href='{link}'>Міст відкрили нарешті</a></h1>") == "Міст відкрили нарешті"


def test_a_word_of_the_template_is_no_headline() -> None:
    assert shown("Міст через Солону відкрили", "<h1>Original text</h1><p>Текст</p>") == "Міст через Солону відкрили"
    assert shown("Вісник", "<h1>Original text</h1>") == "Original text"
