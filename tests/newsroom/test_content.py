"""The texts: enough of them, of every kind, none that repeats another but where it should."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from datetime import timedelta

import pytest

from newsroom.almanac import long_date
from newsroom.model import SITES, Article
from newsroom.week import open_week
from newsroom_week import LAST_DAY

WEEK = open_week(LAST_DAY)
LIVE = [each for each in WEEK.articles if each.is_live]
BY_SLUG = {each.slug: each for each in WEEK.articles}


def only(special: str) -> Article:
    (found,) = [each for each in WEEK.articles if special in each.special]
    return found


def test_the_week_has_at_least_sixty_articles_and_every_day_at_least_eight() -> None:
    per_day = Counter(each.day for each in LIVE)
    assert len(LIVE) >= 60
    assert set(per_day) == set(WEEK.days)
    assert min(per_day.values()) >= 8


def test_both_sites_publish_every_day() -> None:
    assert {(each.site, each.day) for each in LIVE} == {(site, day) for site in SITES for day in WEEK.days}


def test_three_languages_are_written_and_ukrainian_most() -> None:
    languages = Counter(each.language for each in LIVE)
    assert languages["ru"] >= 3
    assert languages["en"] >= 3
    assert languages["uk"] > 0.8 * len(LIVE)


def test_texts_are_as_long_as_news_and_leave_no_placeholder() -> None:
    for article in LIVE:
        assert 3 <= len(article.blocks) <= 12, article.slug
        assert len(article.body.split()) >= 80, article.slug
        assert not re.search(r"[{}\[\]]|!!|##", article.body + article.headline), article.slug


def test_subheadings_lists_and_quotes_occur() -> None:
    kinds = Counter(block.kind for article in LIVE for block in article.blocks)
    assert min(kinds[kind] for kind in ("subheading", "entry", "quote", "read_also")) >= 1
    assert kinds["subheading"] >= 10


def test_no_long_sentence_stands_in_two_articles_that_are_not_meant_to_share_it() -> None:
    holders: dict[str, set[str]] = defaultdict(set)
    for article in WEEK.articles:
        if article.becomes.outcome == "duplicate" or article.special == "daily report":
            continue
        for sentence in re.split(r"(?<=[.!?])\s|\n", article.body):
            if len(sentence) > 50:
                holders[sentence].add(article.slug)
    assert {sentence: slugs for sentence, slugs in holders.items() if len(slugs) > 1} == {}


@pytest.mark.parametrize("site", list(SITES))
def test_daily_reports_differ_in_numbers_and_dates_only(site: str) -> None:
    reports = [each for each in LIVE if each.special == "daily report" and each.site == site]
    patterns = set()
    for report in reports:
        day_and_month = long_date(report.day).rsplit(" ", 1)[0]
        patterns.add(re.sub(r"[+-]?\d[\d ,]*", "#", report.body.replace(day_and_month, "#")))
    assert len(reports) == len(WEEK.days)
    assert len(patterns) == 1
    assert len({report.body for report in reports}) == len(reports)
    assert {report.becomes.outcome for report in reports} == {"published"}


def test_the_agency_reprint_carries_the_same_text_under_another_headline() -> None:
    reprint = only("agency reprint")
    original = BY_SLUG[reprint.becomes.of or ""]
    assert reprint.becomes.kind == "same_text"
    assert (reprint.body, reprint.day) == (original.body, original.day)
    assert reprint.headline != original.headline
    assert reprint.site != original.site
    assert reprint.published_at > original.published_at


def test_the_lightly_edited_reprint_differs_in_a_few_words() -> None:
    reprint = only("light edit")
    original = BY_SLUG[reprint.becomes.of or ""]
    changed = [ours for ours, theirs in zip(reprint.blocks, original.blocks, strict=True) if ours.text != theirs.text]
    assert reprint.becomes.kind == "near_text"
    assert 1 <= len(changed) <= 3


def test_the_truncated_reprint_is_the_beginning() -> None:
    reprint = only("truncated reprint")
    original = BY_SLUG[reprint.becomes.of or ""]
    assert reprint.becomes.kind == "near_text"
    assert original.body.startswith(reprint.body + "\n")
    assert len(reprint.body) < 0.6 * len(original.body)


def test_the_old_engine_page_fits_its_charset_and_has_the_letters_that_give_it_away() -> None:
    text = only("windows-1251").body
    assert text.encode("windows-1251").decode("windows-1251") == text
    assert set("іїєґ") & set(text)


def test_the_two_editions_name_each_other_and_are_two_articles() -> None:
    russian = only("Russian edition")
    (ukrainian,) = [each for each in LIVE if each.editions and each.language == "uk"]
    assert (
        dict(russian.editions) == dict(ukrainian.editions) == {each.language: WEEK.url(each) for each in (ukrainian, russian)}
    )
    assert {russian.becomes.outcome, ukrainian.becomes.outcome} == {"published"}


def test_the_last_day_holds_most_special_cases() -> None:
    last = [each for each in WEEK.articles if each.day == LAST_DAY]
    outcomes = {(each.becomes.outcome, each.becomes.reason, each.becomes.kind) for each in last}
    assert outcomes == {
        ("published", None, None),
        ("duplicate", None, "same_text"),
        ("duplicate", None, "same_article"),
        ("failed", "gone", None),
        ("failed", "robots", None),
    }
    layouts = {each.layout for each in last}
    assert layouts == {"usual", "related_inside", "old_engine"}
    assert {each.language for each in last if each.is_live} == {"uk", "ru", "en"}


def test_a_text_may_speak_of_other_days_of_the_week_it_is_served_for() -> None:
    moved = open_week(LAST_DAY + timedelta(days=100))
    texts = [(ours.body, theirs.body) for ours, theirs in zip(WEEK.articles, moved.articles, strict=True)]
    assert sum(ours != theirs for ours, theirs in texts) >= 20
