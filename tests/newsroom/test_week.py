from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsroom.model import ZONE, Article, blocks_of
from newsroom.week import EDITIONS, open_week, path_of
from newsroom_week import LAST_DAY

FIRST, SECOND = (open_week(LAST_DAY, edition=edition) for edition in EDITIONS)


@settings(max_examples=15)
@given(st.dates(date(2015, 1, 8), date(2090, 1, 1)))
def test_the_week_can_end_on_any_day(last_day: date) -> None:
    week = open_week(last_day)
    assert [each.day for each in week.articles] == sorted(each.day for each in week.articles)
    assert {each.day for each in week.articles} == {last_day - timedelta(days=back) for back in range(7)}
    assert len(week.by_path) == len(week.articles)
    assert all(each.published_at < week.printed_at for each in week.articles)


def test_the_same_day_and_edition_give_the_same_week() -> None:
    assert open_week(LAST_DAY) == FIRST
    assert open_week(LAST_DAY, edition=2) == SECOND


def test_weeks_that_end_on_different_days_share_no_url() -> None:
    assert not set(FIRST.by_path) & set(open_week(LAST_DAY + timedelta(days=7)).by_path)


def test_the_second_edition_changes_teasers_everywhere_and_two_texts() -> None:
    pairs = [
        (one, other) for one, other in zip(FIRST.articles, SECOND.articles, strict=True) if one.blocks and one.language == "uk"
    ]
    assert [one.path for one, _ in pairs] == [other.path for _, other in pairs]
    assert all(one.teasers != other.teasers for one, other in pairs)
    changed = [other for one, other in pairs if one.body != other.body]
    assert {"revised" in each.special for each in changed} == {True}
    assert len(changed) == 2
    assert {each.day for each in changed} > {LAST_DAY}
    assert all(each.modified_at and each.modified_at > each.published_at for each in changed)
    assert all(other.modified_at is None for _, other in pairs if other not in changed)


def test_no_page_teases_itself() -> None:
    for week in (FIRST, SECOND):
        for article in week.articles:
            assert week.url(article) not in {teaser.url for teaser in article.teasers}
            assert len({teaser.url for teaser in article.teasers}) == len(article.teasers)


def test_the_page_built_like_the_seed_has_six_cut_teasers_and_one_shows_its_url() -> None:
    for week in (FIRST, SECOND):
        (like_seed,) = [each for each in week.articles if each.layout == "related_inside"]
        assert len(like_seed.teasers) == 6
        assert all(teaser.text.endswith("…") for teaser in like_seed.teasers)
        assert [teaser.title == teaser.url for teaser in like_seed.teasers].count(True) == 1
        assert len(like_seed.blocks) == 10
        assert [block.kind for block in like_seed.blocks].index("subheading") == 4


def test_an_unwritten_edition_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="no edition 3"):
        open_week(LAST_DAY, edition=3)


def test_an_extra_article_joins_its_site_and_day() -> None:
    came_out = datetime(2024, 11, 29, 10, 15, tzinfo=ZONE)
    extra = Article("lyman", "own", "Headline", came_out, blocks_of("One.\n\n## Two\n\n- three\n- four"))
    week = open_week(LAST_DAY, extra=[extra])
    (placed,) = week.of("lyman", date(2024, 11, 29))
    assert placed == replace(extra, path="/2024/11/29/own/")
    assert placed.body == "One.\nTwo\nthree\nfour"


def test_wrapped_lines_of_a_text_are_one_paragraph() -> None:
    assert [(block.kind, block.text) for block in blocks_of("one\n  two\n\n> three\n> four\n- five")] == [
        ("paragraph", "one two"),
        ("quote", "three"),
        ("quote", "four"),
        ("entry", "five"),
    ]


def test_a_day_whose_clock_goes_back_keeps_the_order_of_its_news() -> None:
    week = open_week(date(2026, 10, 25))
    times = [each.published_at for each in week.of("lyman", date(2026, 10, 25))]
    assert times == sorted(times, reverse=True)
    assert all(path_of(each) == each.path for each in week.articles)
