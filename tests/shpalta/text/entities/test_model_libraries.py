"""The adapters for libraries of neural models work on tiny models that are made here, where the libraries are installed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from shpalta.errors import SettingsError
from shpalta.steps.enrich import EnrichOptions, enrich_lines
from shpalta.text.entities.taggers import plugin, tag
from shpalta.text.passage import read

TEXT = "Angela Merkel met Emmanuel Macron in Berlin."
MARKED = {("person", "Angela Merkel"), ("person", "Emmanuel Macron"), ("place", "Berlin")}
WORDS = ["Angela", "Merkel", "met", "Emmanuel", "Macron", "in", "Berlin", "."]
LABELS = ["B-PER", "I-PER", "O", "B-PER", "I-PER", "O", "B-LOC", "O"]


@pytest.fixture(scope="module")
def tiny_bert(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model of one layer that knows one sentence by heart, as the Hugging Face libraries store it."""
    torch: Any = pytest.importorskip("torch", reason="torch is not installed")
    transformers: Any = pytest.importorskip("transformers", reason="transformers is not installed")
    folder = tmp_path_factory.mktemp("tiny-bert")
    names = sorted(set(LABELS))
    (folder / "vocab.txt").write_text("\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *WORDS]))
    tokenizer = transformers.BertTokenizerFast(str(folder / "vocab.txt"), do_lower_case=False)
    torch.manual_seed(1)
    config = transformers.BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        hidden_dropout_prob=0.0,
        id2label=dict(enumerate(names)),
        label2id={name: number for number, name in enumerate(names)},
    )
    model = transformers.BertForTokenClassification(config)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
    labels = torch.tensor([[-100, *(names.index(label) for label in LABELS), -100]])
    for _ in range(60):
        optimizer.zero_grad()
        model(**tokenizer(TEXT, return_tensors="pt"), labels=labels).loss.backward()
        optimizer.step()
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def test_a_model_of_transformers_tags_what_it_has_learnt(tiny_bert: Path) -> None:
    assert _found(f"transformers:{tiny_bert}") == MARKED


def test_its_mentions_become_the_entities_of_the_article(tiny_bert: Path) -> None:
    [row] = enrich_lines(
        [{"headline": "", "article_body": TEXT}], EnrichOptions(("entities",), tagger=f"transformers:{tiny_bert}")
    )
    assert row["enrichment_errors"] == []
    assert {entity["name"] for entity in row["entities"]} == {name for _, name in MARKED}  # type: ignore[attr-defined]


def test_a_model_of_gliner_gives_spans_of_the_kinds_that_it_is_asked_for(tiny_bert: Path, tmp_path: Path) -> None:
    gliner: Any = pytest.importorskip("gliner", reason="gliner is not installed")
    torch: Any = pytest.importorskip("torch", reason="torch is not installed")
    torch.manual_seed(1)
    config = gliner.GLiNERConfig(model_name=str(tiny_bert), hidden_size=16, max_width=3, max_len=64, span_mode="markerV0")
    gliner.GLiNER.from_config(config).save_pretrained(tmp_path)
    plugin(f"gliner:{tmp_path}")
    passage = read(TEXT)
    for mention in tag(f"gliner:{tmp_path}", passage, "en"):  # its weights are random: it may find anything, but of this shape
        assert mention.kind in ("person", "organisation", "place")
        assert 0 <= mention.start < mention.end <= len(passage.text)
        assert 0.0 < mention.confidence <= 1.0


@pytest.mark.parametrize("library", ["transformers", "gliner", "stanza"])
def test_a_model_that_is_not_there_is_refused_by_name(library: str, tmp_path: Path) -> None:
    pytest.importorskip(library, reason=f"{library} is not installed")
    with pytest.raises(SettingsError, match=f"{library}:{tmp_path}/nothing"):
        plugin(f"{library}:{tmp_path}/nothing")


def _found(setting: str) -> set[tuple[str, str]]:
    passage = read(TEXT)
    return {(each.kind, passage.text[each.start : each.end]) for each in tag(setting, passage, "en")}
