"""The seed article comes out exact of templates of many builds, and every teaser becomes a row."""

from __future__ import annotations

import json

import pytest

from page_templates import Story, pages
from shpalta.steps.parse import Article, parse_page
from tuning import SHARED

SEED = SHARED / "seed"


def _story() -> Story:
    expected = json.loads((SEED / "expected.json").read_text(encoding="utf-8"))
    lines = next(SEED.glob("*.txt")).read_text(encoding="utf-8").split("\n")
    (first, last), (first_teaser, last_teaser) = expected["body_lines"], expected["related_teasers_lines"]
    return Story(
        title="Білоусов прибув із візитом до КНДР",
        lines=lines[first - 1 : last],
        subheading=expected["subheading_line"] - 1,
        teasers=[(lines[number - 1], lines[number]) for number in range(first_teaser, last_teaser, 2)],
        teasers_heading=lines[last],
    )


STORY = _story() if SEED.exists() else None
PAGES = pages(STORY, 60, seed=4) if STORY else []


@pytest.mark.shared
@pytest.mark.skipif(not PAGES, reason="../shared/seed is absent")
@pytest.mark.parametrize("page", PAGES, ids=[name for name, _ in PAGES])
def test_the_body_is_exact_and_every_teaser_is_a_row(page: tuple[str, str]) -> None:
    assert STORY is not None
    article = parse_page(page[1].encode(), "https://kurs.example/novost/1359000-x")
    assert isinstance(article, Article)
    assert article.article_body == "\n".join(STORY.lines)
    rows = {(teaser.title or teaser.url, teaser.text) for teaser in article.related}
    for title, text in STORY.teasers:
        assert any(title == shown and (said or "").startswith(text) for shown, said in rows)
