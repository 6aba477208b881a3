"""Which of a page's titles is its headline."""

from __future__ import annotations

from shpalta.text import metadata
from shpalta.text.document import read_document


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
