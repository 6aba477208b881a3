"""Watch lists find the user's names in any case, and say which entry of the file cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shpalta.errors import SettingsError
from shpalta.steps.enrich import EnrichOptions, enrich_lines
from shpalta.text.passage import read
from shpalta.text.watch import Term, WatchList, find_hits, load_watch_lists

LISTS = """
energy:
  - Нафтогаз
  - name: Укренерго
    aliases: [Національна енергетична компанія, Ukrenergo]
  - pattern: блекаут\\w*
people:
  - Рустем Умєров
"""


def _write(folder: Path, content: str) -> Path:
    path = folder / "watch.yaml"
    path.write_text(content, encoding="utf-8")
    return path


def _hits(folder: Path, text: str) -> list[tuple[str, str, str]]:
    passage = read(text)
    found = find_hits(passage, load_watch_lists(_write(folder, LISTS)), "uk")
    return [(hit.watch_list, hit.term, passage.text[hit.start : hit.end]) for hit in found]


def test_names_aliases_and_patterns_are_found_in_any_case(tmp_path: Path) -> None:
    text = "Нафтогазу бракує коштів. У Національній енергетичній компанії чекають на блекаути. Зустріч із Рустемом Умєровим."
    assert _hits(tmp_path, text) == [
        ("energy", "Нафтогаз", "Нафтогазу"),
        ("energy", "Укренерго", "Національній енергетичній компанії"),
        ("energy", "блекаут\\w*", "блекаути"),
        ("people", "Рустем Умєров", "Рустемом Умєровим"),
    ]


def test_what_nobody_watches_is_no_hit(tmp_path: Path) -> None:
    assert _hits(tmp_path, "Газ подорожчав, національна компанія мовчить, Рустем приїхав.") == []


def test_a_name_with_a_capital_is_not_the_common_word_and_does_not_cross_sentences(tmp_path: Path) -> None:
    assert _hits(tmp_path, "Новий нафтогаз не шкодить. Приїхав Рустем. Умєров чекав. Рустем, Умєров і всі інші.") == []


def test_a_pattern_may_have_aliases_that_are_names(tmp_path: Path) -> None:
    path = _write(tmp_path, "energy: [{name: відключення, pattern: 'блекаут\\w*', aliases: [Чорний вимикач]}]")
    passage = read("Блекауту чекали, і Чорного вимикача теж.")
    found = [(hit.term, passage.text[hit.start : hit.end]) for hit in find_hits(passage, load_watch_lists(path), "uk")]
    assert found == [("відключення", "Блекауту"), ("відключення", "Чорного вимикача")]


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="Нафтогзу «»,.\n-'Ук", max_size=80))
def test_hits_lie_within_any_text_and_carry_its_letters(text: str) -> None:
    lists = (WatchList("energy", (Term("Нафтогаз"), Term("газ", ("На фтог",)), Term("у+", pattern="у+"))),)
    passage = read(text)
    for hit in find_hits(passage, lists, "uk"):
        assert 0 <= hit.start < hit.end <= len(passage.text)
        assert passage.text[hit.start].isalnum()
    assert find_hits(passage, lists, "uk") == find_hits(read(text), lists, "uk")


def test_hits_of_title_and_body_carry_their_field_and_raw_span(tmp_path: Path) -> None:
    options = EnrichOptions(enrichers=("watch",), watch_lists=load_watch_lists(_write(tmp_path, LISTS)))
    body = "Про Нафто\u00adгаз сказано багато, і ще більше скажуть увечері на зустрічі."
    [row] = enrich_lines([{"headline": "Нафтогазу", "article_body": body}], options)
    hits = row["watch_hits"]
    assert isinstance(hits, list)
    assert [(hit["field"], hit["text"]) for hit in hits] == [("headline", "Нафтогазу"), ("article_body", "Нафтогаз")]
    assert body[hits[1]["span"]["start"] : hits[1]["span"]["end"]] == "Нафто\u00adгаз"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("- Нафтогаз", "holds no watch lists"),
        ("", "holds no watch lists"),
        ("energy: Нафтогаз", "line 1: energy is no list of terms"),
        ("energy: [газ]\nenergy: [нафта]", "two watch lists of one name"),
        ("energy:\n  - газ\n  - {nam: нафта}", "line 3, energy: 'nam' is no field of a term"),
        ("energy:\n  - газ\n  - [нафта}", "line 3, column 11: no YAML"),
        ('energy: [{pattern: "газ\\w"}]', "Write patterns in single quotes"),
        ("energy: [5]", "line 1, energy: 5 is no term"),
        ("energy: [{pattern: '('}]", "is no regular expression"),
        ("energy: [", "line 1, column 10: no YAML"),
        ("energy: ['...']", "energy: '...' is no term"),
        ("energy: [{name: Нафтогаз, aliases: ['']}]", "is no term"),
        ("energy: [{name: 5, pattern: газ}]", "is no term"),
    ],
)
def test_a_bad_file_is_refused_with_the_entry(tmp_path: Path, content: str, message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        load_watch_lists(_write(tmp_path, content))
