"""Watch lists find the user's names in any case, and say which entry of the file cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from shpalta.errors import SettingsError
from shpalta.steps.enrich import EnrichOptions, enrich_lines
from shpalta.text.passage import read
from shpalta.text.watch import find_hits, load_watch_lists

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
        ("energy: [5]", "energy: 5 is no term"),
        ("energy: [{pattern: '('}]", "is no regular expression"),
        ("energy: [", "cannot be read"),
    ],
)
def test_a_bad_file_is_refused_with_the_entry(tmp_path: Path, content: str, message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        load_watch_lists(_write(tmp_path, content))
