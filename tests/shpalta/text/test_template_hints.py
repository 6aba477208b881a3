"""What a person says of a site's template is what the parser goes by; a page without such elements is read as any other."""

from __future__ import annotations

import pytest

from shpalta.steps.parse import Article, parse_page
from shpalta.text.template_hints import NO_HINTS, TemplateHints

TEXT = ["Міст через річку відкрили в п’ятницю після двох років ремонту.", "Першими ним проїхали велосипедисти з обох берегів."]
STAND_IN = "Це довгий опис самого сайту, що його парсер без підказки легко сприйме за початок статті про міст."
PAGE = (
    "<html lang='uk'><head><title>Міст відкрили</title></head><body><h1>Міст відкрили</h1>"
    f"<section><p>{STAND_IN}</p><p>{STAND_IN}</p></section>"
    f"<div class='c7'><p>{TEXT[0]}</p><div class='c8'>Реклама посеред тексту, а не текст.</div><p>{TEXT[1]}</p></div>"
    "</body></html>"
).encode()


def body(hints: TemplateHints) -> list[str]:
    outcome = parse_page(PAGE, "https://visnyk.example/news/mist", hints=hints)
    assert isinstance(outcome, Article)
    return outcome.article_body.split("\n")


def test_the_body_is_what_the_hint_names_less_what_it_drops() -> None:
    assert body(TemplateHints(body=".c7", drop=".c8")) == TEXT


def test_what_is_dropped_is_dropped_without_a_hint_for_the_body() -> None:
    assert STAND_IN in body(NO_HINTS)
    assert body(TemplateHints(drop="section, .c8")) == TEXT


def test_an_element_inside_another_that_the_hint_names_is_read_once() -> None:
    assert body(TemplateHints(body=".c7, .c7 p", drop=".c8")) == TEXT


@pytest.mark.parametrize("hints", [TemplateHints(body="#gone"), TemplateHints(drop="#gone")], ids=["body", "drop"])
def test_a_page_without_the_hinted_element_is_read_as_any_other(hints: TemplateHints) -> None:
    assert body(hints) == body(NO_HINTS)
