"""A tagger trained on texts of the user's finds their kind of names, by one setting, and is measured on texts held back."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shpalta.errors import InputError, SettingsError
from shpalta.steps.enrich import EnrichOptions, enrich_lines
from shpalta.text.entities.crf import labels_of, spans_of
from shpalta.text.entities.model import Span
from shpalta.text.entities.training import TrainingReport, train_tagger

# Ships' call signs: names that no rule of ours knows.
SIGNS = ("зоря-7", "вітер-12", "крига-3", "буря-40", "хвиля-9", "туман-15")
DEEDS = ("вийшов у море", "повернувся з рейсу", "чекає на буксир", "просить допомоги", "став на якір")
TEXTS = [
    {"text": f"Екіпаж {sign} {deed}.", "entities": [{"label": "ORG", "start": 7, "end": 7 + len(sign)}]}
    for sign, deed in product(SIGNS, DEEDS)
]
UNSEEN = "Екіпаж маяк-21 вийшов у море."


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, TrainingReport]:
    pytest.importorskip("pycrfsuite", reason="the extra 'train' is not installed")
    model = tmp_path_factory.mktemp("models") / "signs.crf"
    return model, train_tagger(TEXTS, model, "uk")


def test_the_report_measures_the_texts_held_back_beside_the_rules(trained: tuple[Path, TrainingReport]) -> None:
    report = trained[1]
    assert (report.text_count, report.held_back_count, report.mark_count, report.unread_count) == (27, 3, 30, 0)
    assert report.f1 == 1.0 > report.rules_f1


def test_the_trained_tagger_is_used_by_one_setting_for_one_language(trained: tuple[Path, TrainingReport]) -> None:
    def names(setting: str) -> list[object]:
        article = {"headline": "", "article_body": f"{UNSEEN} Екіпаж маяк-21 просить допомоги."}
        [row] = enrich_lines([article], EnrichOptions(("entities",), tagger=setting))
        entities = row["entities"]
        assert isinstance(entities, list)
        return [(entity["kind"], entity["forms"]) for entity in entities]

    assert names(f"rules, uk=crf:{trained[0]}") == [("organisation", ["маяк-21"])]
    assert names(f"rules, ru=crf:{trained[0]}") == []


def test_training_twice_gives_the_same_model(trained: tuple[Path, TrainingReport], tmp_path: Path) -> None:
    train_tagger(TEXTS, tmp_path / "again.crf", "uk")
    assert (tmp_path / "again.crf").read_bytes() == trained[0].read_bytes()


def test_what_cannot_be_learnt_is_counted(tmp_path: Path) -> None:
    pytest.importorskip("pycrfsuite", reason="the extra 'train' is not installed")
    odd = {
        "text": TEXTS[0]["text"],
        "entities": [{"kind": "DATE", "start": 0, "end": 6}, {"kind": "LOC", "start": 1, "end": 6}],
    }
    report = train_tagger([odd, *TEXTS[1:]], tmp_path / "odd.crf", "uk")
    assert (report.other_labels, report.unread_count) == ({"DATE": 1}, 1)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ({"text": "Київ"}, "Line 1 has no text with entities"),
        ({"text": "Київ", "entities": [{"kind": "LOC", "start": 0, "end": 9}]}, "Line 1: .* is no entity of the text"),
        ({"text": "Київ", "entities": ["Київ"]}, "Line 1: 'Київ' is no entity of the text"),
    ],
)
def test_a_bad_line_is_named(line: dict[str, object], message: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=message):
        train_tagger([line], tmp_path / "none.crf", "uk")


def test_too_few_texts_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="There are 3 texts to train on"):
        train_tagger(TEXTS[:3], tmp_path / "none.crf", "uk")


def test_a_file_that_is_no_model_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("pycrfsuite", reason="the extra 'train' is not installed")
    path = tmp_path / "not_a_model.crf"
    path.write_text(json.dumps(TEXTS))
    with pytest.raises(SettingsError, match="not_a_model"):
        list(enrich_lines([{"article_body": UNSEEN}], EnrichOptions(tagger=f"crf:{path}")))


@given(st.lists(st.tuples(st.sampled_from(["person", "organisation", "place"]), st.integers(1, 3), st.integers(0, 2))))
def test_labels_give_the_same_spans_back(pieces: list[tuple[str, int, int]]) -> None:
    spans, place = [], 0
    for kind, length, gap in pieces:
        spans.append(Span(kind, place + gap, place + gap + length, 1.0))  # type: ignore[arg-type]
        place += gap + length
    assert list(spans_of(labels_of(spans, place))) == spans
