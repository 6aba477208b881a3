"""The compiled loops give what the same code gives as plain Python, and what a walk over the tree gives."""

from __future__ import annotations

import os
import subprocess
import sys

import numba
import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from newsroom_week import served_pages
from shpalta.text.blocks import attributes, context, cutting, elements, features, forest, letters
from shpalta.text.blocks.judge import doubt, judge, prepare
from shpalta.text.blocks.reading import read_blocks
from shpalta.text.limits import check_markup

PLAIN = """
import sys
import numpy as np
from selectolax.lexbor import LexborHTMLParser
from shpalta.text.blocks.features import PageWords
from shpalta.text.blocks.judge import judge
from shpalta.text.blocks.reading import read_blocks
for page in sys.stdin.read().split("\\0"):
    blocks = read_blocks(LexborHTMLParser(page))
    print([blocks.texts, blocks.node, blocks.linked, blocks.last, blocks.flags, judge(blocks, PageWords("Міст")).tolist()])
"""
LETTERS = st.text(alphabet=st.sampled_from("абв ab<>&;\"' \n\t\xa0\u2009\u3000漢😀"), max_size=12)
NAMES = st.sampled_from(
    ["div", "p", "a", "b", "ul", "li", "nav", "h1", "script", "svg", "br", "td", "x-card", "button", "textarea"]
)


@st.composite
def pages(draw: st.DrawFn, depth: int = 3) -> str:
    """Make markup that is now and then none: text as it comes, tags that are not closed, quotes anywhere."""
    name = draw(NAMES)
    inner = "".join(draw(st.lists(pages(depth - 1) if depth else LETTERS, max_size=4)))
    end = f"</{name}>" if draw(st.integers(0, 5)) else ""
    return f'{draw(LETTERS)}<{name} class="{draw(LETTERS)}" {draw(LETTERS)} style="{draw(LETTERS)}">{inner}{end}{draw(LETTERS)}'


def outcomes(pages: list[str], *, compiled: bool) -> list[str]:
    setting = {} if compiled else {"NUMBA_DISABLE_JIT": "1"}
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PLAIN],
        input="\0".join(pages),
        env=os.environ | setting | {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONIOENCODING": "utf-8:surrogatepass"},
        capture_output=True,
        check=True,
        text=True,
    )
    return run.stdout.splitlines()


def test_plain_python_cuts_and_judges_the_same_and_never_reaches_beyond_an_array() -> None:
    pages = [html.decode("utf-8", "replace").replace("\0", "") for html, _ in served_pages()[:12]]
    damaged = [page[: len(page) // 2] + page[len(page) // 2 + 7 :] for page in pages]
    broken = [
        "",
        "<",
        "<!--",
        '<a b="',
        "<p>&",
        "<p>&nbsp",
        "<nav><ul><li>",
        "</p></p>",
        "<svg><p>",
        "текст<br>",
        '<body "x><p>a',
    ]
    every = [*pages, *damaged, *broken]
    assert outcomes(every, compiled=True) == outcomes(every, compiled=False)
    assert len(outcomes(every, compiled=True)) == len(every)


@settings(max_examples=300, deadline=None)
@given(pages())
def test_blocks_hold_all_letters_of_the_tree_but_those_of_scripts_and_menus(page: str) -> None:
    tree = LexborHTMLParser(f"<html><body>{page}</body></html>")
    assume(tree.body is not None and tree.css_first("ul, nav h1, nav p") is None)
    found = "".join(read_blocks(tree).texts)
    for node in reversed(tree.css("button, textarea, nav, script, svg")):
        node.decompose()
    assert "".join(found.split()) == "".join(tree.body.text().split())


def test_what_is_prepared_is_all_that_a_page_needs() -> None:
    prepare()
    loops = [
        each
        for part in (attributes, context, cutting, elements, features, forest, letters, sys.modules[judge.__module__])
        for each in vars(part).values()
    ]
    made = {each: list(each.signatures) for each in loops if isinstance(each, numba.core.registry.CPUDispatcher)}
    assert len(made) > 20
    for html, _ in served_pages():
        blocks = read_blocks(LexborHTMLParser(html))
        doubt(blocks, judge(blocks, features.PageWords("Міст відкрили", "Опис", "Текст " * 50)))
    check_markup(b"<p title='" + b"x" * 4_000 + b"'>" + b"<b></b>" * 4_000)
    assert {each: list(each.signatures) for each in made} == made


def test_a_forest_is_the_logistic_function_of_the_sum_of_its_trees() -> None:
    rows = np.random.default_rng(1).random((50, len(features.FEATURES) + len(context.CONTEXT))).astype(np.float32) * 4
    trees = forest.forest("second")
    for row, probability in zip(rows, trees.probability(rows), strict=True):
        total = 0.0
        for feature, threshold, leaf in zip(trees.feature, trees.threshold, trees.leaf, strict=True):
            node = 0
            while node < len(feature):
                node = 2 * node + (2 if row[feature[node]] > threshold[node] else 1)
            total += float(leaf[node - len(feature)])
        assert abs(probability - 1 / (1 + np.exp(-total))) < 1e-6
