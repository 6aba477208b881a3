from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from day_rows import DAY, SEEN, TABLES, article_id, changed, context, day_tables, discovery
from shpalta.errors import ConservationError, LakeError
from shpalta.lake.schemas import PUBLISHED
from shpalta.lake.tables import to_parquet
from shpalta.steps.validate import validate
from shpalta.web.outcomes import Outcome

FAILURES = [outcome.value for outcome in Outcome if not outcome.is_kept]
FATES = ["published", "duplicate", "rejected", "twice", *FAILURES]
SOURCES = ("a", "b")

fated_days = st.lists(st.tuples(st.sampled_from(SOURCES), st.sampled_from(FATES)), max_size=12).map(
    lambda fates: [(source, f"page-{number}", fate) for number, (source, fate) in enumerate(fates)]
)


def outcome_of(fate):
    return {"published": "published", "twice": "published", "duplicate": "duplicate", "rejected": "rejected"}.get(
        fate, "failed"
    )


@settings(max_examples=20)
@given(fated_days)
def test_every_candidate_has_exactly_one_outcome_and_it_is_its_own(fates):
    published = validate(day_tables(fates), context(*SOURCES))
    found = {(row["source_id"], row["url_key"]): row["outcome"] for row in published["outcomes"].to_pylist()}
    assert found == {(source, f"{source}.example/{name}"): outcome_of(fate) for source, name, fate in fates}
    assert published["outcomes"].num_rows == len(fates)


@settings(max_examples=20)
@given(fated_days)
def test_the_tables_and_the_coverage_counts_tell_the_same_story(fates):
    published = validate(day_tables(fates), context(*SOURCES))
    sizes = {name: rows.num_rows for name, rows in published.items()}
    coverage = published["coverage"].to_pylist()

    def total(column):
        return sum(row[column] for row in coverage)

    assert total("candidate_count") == sizes["outcomes"] == len(fates)
    assert total("published_count") == sizes["articles"]
    assert total("duplicate_count") == sizes["duplicates"]
    assert total("rejected_count") + total("failed_count") == sizes["rejects"]
    assert total("page_count") == sizes["articles"] + sizes["duplicates"] + total("rejected_count")
    assert sorted(row["source_id"] for row in coverage) == list(SOURCES)


@settings(max_examples=20)
@given(fated_days, st.data())
def test_a_row_lost_or_doubled_by_any_step_breaks_the_law_aloud(fates, choose):
    tables = day_tables(
        [*fates, ("a", "sure", "published"), ("a", "copy", "duplicate"), ("b", "no", "rejected"), ("b", "x", "gone")]
    )
    name = choose.draw(st.sampled_from(["candidates", "pages", "parsed", "rejected", "clusters", "enriched"]))
    rows = getattr(tables, name).to_pylist()
    victim = choose.draw(st.integers(0, len(rows) - 1))
    is_failure = name == "pages" and rows[victim]["fetch_outcome"] != "fetched"
    if is_failure or choose.draw(st.booleans()):
        broken = changed(tables, name, lambda rows: rows[:victim] + rows[victim + 1 :])
    else:
        broken = changed(tables, name, lambda rows: [*rows, rows[victim]])
    with pytest.raises(ConservationError, match=rows[victim]["url_key"]):
        validate(broken, context(*SOURCES))


@settings(max_examples=20)
@given(fated_days, st.randoms(use_true_random=False))
def test_the_order_in_which_rows_come_changes_no_byte(fates, random):
    tables = day_tables(fates)
    shuffled = tables
    for name in TABLES:
        shuffled = changed(shuffled, name, lambda rows: random.sample(rows, len(rows)))
    expected, found = validate(tables, context(*SOURCES)), validate(shuffled, context(*SOURCES))
    for table in PUBLISHED:
        assert to_parquet(table, found[table.name]) == to_parquet(table, expected[table.name])


def test_the_error_names_source_counts_and_urls():
    tables = changed(day_tables([("a", "one", "gone"), ("a", "two", "gone")]), "pages", lambda rows: rows[:1])
    with pytest.raises(ConservationError) as caught:
        validate(tables, context("a"))
    assert "a: 2 candidates, 1 outcomes" in str(caught.value)
    assert "missing: a.example/two" in str(caught.value)


def test_a_page_that_was_never_a_candidate_is_named():
    tables = changed(day_tables([("a", "one", "published"), ("a", "two", "rejected")]), "candidates", lambda rows: rows[:1])
    with pytest.raises(ConservationError, match=r"too many: a\.example/two"):
        validate(tables, context("a"))


def test_a_candidate_keeps_its_article_when_a_later_capture_is_rejected():
    tables = day_tables([("a", "one", "published"), ("a", "two", "rejected")])
    tables = changed(tables, "pages", lambda rows: [*rows, {**rows[0], "fetched_at": SEEN + timedelta(days=1)}])
    reject = {"step": "parse", "reason": "soft_404"}
    tables = changed(tables, "rejected", lambda rows: [*rows, {**rows[0], **reject, "url_key": "a.example/one"}])
    published = validate(tables, context("a"))
    assert dict(zip(*published["outcomes"].select(["url_key", "outcome"]).to_pydict().values(), strict=True)) == {
        "a.example/one": "published",
        "a.example/two": "rejected",
    }
    assert published["rejects"]["url_key"].to_pylist() == ["a.example/two"]


def test_articles_count_who_else_carries_their_text():
    fates = [("a", "one", "published"), ("b", "copy", "duplicate"), ("a", "mine", "duplicate"), ("b", "two", "published")]
    articles = {row["url_key"]: row for row in validate(day_tables(fates), context("a", "b"))["articles"].to_pylist()}
    assert (articles["a.example/one"]["duplicate_count"], articles["a.example/one"]["duplicate_sources"]) == (2, ["b"])
    assert (articles["b.example/two"]["duplicate_count"], articles["b.example/two"]["duplicate_sources"]) == (0, [])
    assert articles["a.example/one"]["cluster_id"] == article_id("a", "one")


def test_failures_are_published_with_step_reason_detail_and_status():
    [reject] = validate(day_tables([("a", "one", "timeout")]), context("a"))["rejects"].to_pylist()
    assert (reject["outcome"], reject["step"], reject["reason"], reject["detail"], reject["http_status"]) == (
        "failed",
        "fetch",
        "timeout",
        "it was timeout",
        500,
    )


def test_captures_of_the_day_become_its_revisions():
    revisions = validate(day_tables([("a", "one", "twice")]), context("a"))["revisions"].to_pylist()
    assert [(row["date"], row["kind"]) for row in revisions] == [(DAY, "first"), (DAY, "updated")]


def test_an_article_of_another_day_in_its_sources_zone_is_refused():
    late = SEEN.replace(hour=22)
    tables = changed(
        day_tables([("a", "one", "published")]), "enriched", lambda rows: [{**row, "date_published": late} for row in rows]
    )
    with pytest.raises(LakeError, match=r"https://a\.example/one came out at 2026-11-15T22:00:00\+00:00, zone Europe/Kyiv"):
        validate(tables, context("a"))


def test_a_word_that_no_column_may_hold_is_refused():
    tables = changed(
        day_tables([("a", "one", "published"), ("a", "two", "duplicate")]),
        "clusters",
        lambda rows: [{**row, "duplicate_kind": row["duplicate_kind"] and "twin"} for row in rows],
    )
    with pytest.raises(LakeError, match=r"duplicates\.duplicate_kind is not one of the words.*twin"):
        validate(tables, context("a"))


def test_a_share_above_one_is_refused():
    tables = changed(
        day_tables([("a", "one", "published"), ("a", "two", "duplicate")]),
        "clusters",
        lambda rows: [{**row, "similarity": row["similarity"] and 1.5} for row in rows],
    )
    with pytest.raises(LakeError, match=r"duplicates\.similarity is out of its range"):
        validate(tables, context("a"))


def test_an_outcome_of_fetch_that_nobody_knows_is_refused():
    with pytest.raises(LakeError, match=r"pages\.fetch_outcome holds 'weather'"):
        validate(day_tables([("a", "one", "weather")]), context("a"))


READ = discovery("a")
PART = discovery("a", reason="It remembers only a part of the day")
BROKEN = discovery("a", "failed", "HTTP 503", "sitemap")
REFUSED = discovery("a", "refused", "robots.txt forbids it", "sitemap")
BEYOND = discovery("a", "unreachable", "It remembers only later days")


@pytest.mark.parametrize(
    ("discoveries", "fates", "state"),
    [
        ([READ], ["published", "gone"], "complete"),
        ([READ, {**BEYOND, "strategy": "archive"}], ["published"], "complete"),
        ([READ], ["gone"], "complete"),
        ([READ], ["published", "timeout"], "partial"),
        ([READ, BROKEN], ["published"], "partial"),
        ([PART], ["published"], "partial"),
        ([], ["published"], "partial"),
        ([READ], [], "empty_confirmed"),
        ([READ, BROKEN], [], "partial"),
        ([PART], [], "partial"),
        ([BROKEN], [], "failed"),
        ([BROKEN, REFUSED], [], "failed"),
        ([READ], ["timeout", "gone"], "failed"),
        ([READ], ["not_fetched", "not_fetched"], "failed"),
        ([REFUSED], [], "refused"),
        ([REFUSED, BEYOND], [], "refused"),
        ([READ], ["robots", "blocked"], "refused"),
        ([BEYOND], [], "unreachable"),
        ([], [], "not_run"),
    ],
)
def test_coverage_says_whether_anything_was_missed(discoveries, fates, state):
    named = [("a", f"page-{number}", fate) for number, fate in enumerate(fates)]
    [row] = validate(day_tables(named, discoveries), context("a"))["coverage"].to_pylist()
    assert row["state"] == state
    assert (row["reason"] is None) == (state in ("complete", "empty_confirmed"))


def test_a_partial_day_says_what_is_missing_in_one_line():
    fates = [("a", "one", "published"), ("a", "two", "timeout"), ("a", "three", "gone")]
    [row] = validate(day_tables(fates, [READ, BROKEN]), context("a"))["coverage"].to_pylist()
    assert row["reason"] == "sitemap: HTTP 503; 2 of 3 candidates failed: gone 1, timeout 1"
    assert row["discovered_via"] == ["rss"]


def test_a_source_that_is_configured_no_more_keeps_its_row_and_a_new_one_has_not_run():
    coverage = validate(day_tables([("old", "one", "published")]), context("new"))["coverage"].to_pylist()
    assert [(row["source_id"], row["state"]) for row in coverage] == [("new", "not_run"), ("old", "complete")]
