from __future__ import annotations

from datetime import UTC, timedelta

from newsroom.expectations import expected_day
from newsroom_week import LAST_DAY

WEEK = [each for back in range(7) for each in expected_day(LAST_DAY - timedelta(days=back), LAST_DAY)]


def test_every_candidate_has_one_expectation() -> None:
    assert len({each.url for each in WEEK}) == len(WEEK)


def test_a_duplicate_names_its_original_of_the_same_day_which_is_published() -> None:
    by_url = {each.url: each for each in WEEK}
    duplicates = [each for each in WEEK if each.outcome == "duplicate"]
    assert {each.duplicate_kind for each in duplicates} == {"same_article", "same_text", "near_text"}
    for each in duplicates:
        original = by_url[each.duplicate_of or ""]
        assert original.outcome == "published"
        assert original.date_published.date() == each.date_published.date()
        assert (original.article_body == each.article_body) == (each.duplicate_kind != "near_text")


def test_only_what_failed_has_a_reason_and_only_duplicates_have_a_kind() -> None:
    for each in WEEK:
        assert (each.outcome == "failed") == (each.reason is not None)
        assert (each.outcome == "duplicate") == (each.duplicate_kind is not None) == (each.duplicate_of is not None)


def test_times_are_utc_and_the_paths_are_those_of_the_urls() -> None:
    for each in WEEK:
        assert each.date_published.tzinfo is UTC
        assert each.url.endswith(each.path)
        assert each.path.startswith("/")


def test_other_addresses_change_nothing_but_urls() -> None:
    elsewhere = expected_day(LAST_DAY, LAST_DAY, base_urls={"lyman": "http://a.example", "obrii": "http://b.example"})
    here = expected_day(LAST_DAY, LAST_DAY)
    assert [each.path for each in elsewhere] == [each.path for each in here]
    assert [each.article_body for each in elsewhere] == [each.article_body for each in here]
    assert {each.url.split("/")[2] for each in elsewhere} == {"a.example", "b.example"}


def test_the_same_article_crawled_later_has_the_same_text_and_other_teasers() -> None:
    later = {each.url: each for each in expected_day(LAST_DAY, LAST_DAY, edition=2)}
    (seed_like,) = [each for each in WEEK if "built like the seed" in each.special]
    again = later[seed_like.url]
    assert again.article_body == seed_like.article_body
    assert set(again.related) != set(seed_like.related)
    (revised,) = [each for each in later.values() if "revised" in each.special]
    assert revised.date_modified
    assert revised.date_modified > revised.date_published
