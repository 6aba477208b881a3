"""Every page of the sample newsroom becomes the article that is written beside it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from newsroom.answers import answer
from newsroom.expectations import Expectation, expected_day
from newsroom_week import CRAWLED_AT, LAST_DAY, week
from shpalta.steps.parse import Article, parse_page

PAGES = [
    (edition, expectation)
    for edition in (1, 2)
    for day in range(7)
    for expectation in expected_day(LAST_DAY - timedelta(days=day), LAST_DAY, edition)
]


def read(edition: int, expectation: Expectation) -> Article | None:
    """Parse a page as the newsroom serves it; None where it serves none."""
    served = answer(week(edition), expectation.site, expectation.path)
    if served.status != 200:
        return None
    outcome = parse_page(served.body, expectation.url, content_type=served.content_type, fetched_at=CRAWLED_AT)
    assert isinstance(outcome, Article), outcome
    return outcome


@pytest.mark.parametrize(("edition", "expected"), PAGES, ids=lambda value: getattr(value, "path", str(value)))
def test_a_page_becomes_the_article_that_is_written_beside_it(edition: int, expected: Expectation) -> None:
    article = read(edition, expected)
    if article is None:
        assert expected.outcome != "published"
        return
    assert article.article_body == expected.article_body
    assert article.headline == expected.headline
    assert article.authors == expected.authors
    assert article.article_section == expected.section
    assert article.publisher_keywords == expected.tags
    assert article.in_language == expected.in_language
    assert article.date_published is not None
    assert abs(article.date_published - expected.date_published) < timedelta(minutes=1)
    assert (article.date_modified is None) == (expected.date_modified is None)
    shown = {teaser.title for teaser in article.related} | {teaser.url for teaser in article.related}
    assert all(teaser.url in shown or teaser.title in shown for teaser in expected.related)
