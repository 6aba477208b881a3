"""Broken JSON gives what it holds, and any text gives something in linear time."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shpalta.text.json_mending import read_broken

NODE = '{"@type": "NewsArticle", "headline": "Bridge opens", "tags": ["a", "b"], "url": "https://a.example/b"}'
WHOLE = json.loads(NODE)
INSIDE = NODE.removesuffix("}")


@pytest.mark.parametrize(
    "text",
    [
        f"// of the article\n{NODE}\n// end",
        f"/* of the article */ {NODE} /* end */",
        f"<!-- {NODE} -->",
        f"//<![CDATA[\n{NODE}\n//]]>",
        f"\ufeff var article = {NODE};",
        f"<b>Notice</b>: no index in /a.php {NODE}",
        NODE.replace('",', '", // what it is\n'),
        NODE.replace("}", ",}").replace("]", ",]"),
        NODE.replace(", ", "\n", 1),
        NODE.replace('"', "'"),
        NODE.replace('"', "&quot;"),
        INSIDE,
        f"{NODE}}}",
        NODE.replace("Bridge", "\\u0042ridge").replace("opens", "op\\ens"),
    ],
)
def test_what_is_wrong_around_the_values_changes_none(text: str) -> None:
    assert read_broken(text) == WHOLE


@pytest.mark.parametrize(
    ("broken", "value"),
    [
        ('"he said "hello there" to all"', 'he said "hello there" to all'),
        ('"one\ntwo\tthree"', "one two three"),
        ('"\\ud83d\\ude00 \\ud800"', "😀 \ufffd"),
        ("NaN", None),
        ("", None),
        ("undefined", None),
        ("-12", -12),
        ("1.5", 1.5),
        ("true", True),
        ('[1,,"x"\n"y"]', [1, "x", "y"]),
    ],
)
def test_a_broken_value_costs_itself_alone(broken: str, value: object) -> None:
    assert read_broken(f'{INSIDE}, "broken": {broken}, "after": "x"}}') == WHOLE | {"broken": value, "after": "x"}


def test_objects_one_behind_another_are_a_list() -> None:
    assert read_broken(f"{NODE}\n\n{NODE}") == read_broken(f"{NODE},{NODE}") == [WHOLE, WHOLE]
    assert read_broken("no object at all") is None


@given(st.text(st.sampled_from("{}[]\",:\\/*\n 'a1&quot;"), max_size=200))
def test_any_text_gives_json_that_can_be_written(text: str) -> None:
    found = read_broken(text)
    assert json.loads(json.dumps(found)) == found
