"""How deep elements stand, counted in compiled code, is what a list of open elements says, and no index is out of its array."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shpalta.errors import PageError
from shpalta.text import limits
from shpalta.text.blocks.nesting import attributes_in, depth_of

TAGS = st.builds(
    str.format,
    st.sampled_from(["<{0}>", "</{0}>", "<{0}/>", '<{0} class="a">', "<{0}", "< {0}>", "<{0} a=/>", "x"]),
    st.sampled_from(["div", "DIV", "table", "svg", "b", "p", "x-a", "path", "math", "h1"]),
)


def counted(markup: str, most: int) -> int:
    """Count with one list of open elements; a table, a formula or a drawing is a wall that closing tags do not pass."""
    opened: list[str] = []
    deepest = 0
    for closing, written, rest in re.findall(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)([^<>]*>?)", markup):
        name = written.lower()
        walls = [place for place, each in enumerate(opened) if each in ("table", "svg", "math")]
        base = walls[-1] if walls else 0
        if name == "p" or deepest > most or (not closing and opened[base : base + 1] == ["svg"] and rest.endswith("/>")):
            continue
        if not closing:
            opened.append(name)
            deepest = max(deepest, len(opened))
        elif name in opened[base:]:
            del opened[base + len(opened[base:]) - 1 - opened[base:][::-1].index(name) :]
    return deepest


@given(st.lists(TAGS, max_size=40).map("".join), st.sampled_from([2, 1_000]))
def test_the_depth_is_what_a_list_of_open_elements_says(markup: str, most: int) -> None:
    page = np.frombuffer(f"{markup} ".encode(), np.uint8)
    assert depth_of(page, most) == depth_of.py_func(page, most) == counted(markup, most)  # type: ignore[attr-defined]


@given(st.text(alphabet="ab=/ \"'\t", max_size=40).map(str.encode))
def test_attributes_are_counted_by_what_separates_them_outside_of_values(tag: bytes) -> None:
    bare = re.sub(rb"""=\s*(?:"[^"]*(?:"|\Z)|'[^']*(?:'|\Z))""", b"=", tag)
    page = np.frombuffer(tag + b" ", np.uint8)[: len(tag)]
    expected = len(re.findall(rb"[\s/=]+", bare))
    assert attributes_in(page) == attributes_in.py_func(page) == expected  # type: ignore[attr-defined]


@pytest.mark.parametrize("end", [b">", b"<p>", b""])
@pytest.mark.parametrize("start", [b"", b"x" * 5_000, b"<p>" * 3_000])
def test_a_tag_with_too_many_attributes_is_found_wherever_it_stands(start: bytes, end: bytes) -> None:
    with pytest.raises(PageError, match="attributes"):
        limits.check_markup(start + b"<div" + b" a=1" * 2_000 + end)
    limits.check_markup(start + b"<div>" + b" a=1" * 2_000 + end)
