from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from parsed_rows import LONG, capture, parsed

from shpalta.steps import StepContext
from shpalta.steps.deduplicate import Deduplicated, Window, deduplicate
from shpalta.web.urls import article_id
from tuning import shared

DAY = date(2026, 11, 15)
EARLY, LATE = (datetime(2026, 11, 15, hour, tzinfo=UTC) for hour in (8, 12))


def run(*rows: dict[str, Any], window: Window | None = None, day: date = DAY) -> Deduplicated:
    return deduplicate(parsed(*rows), StepContext(day, "Europe/Kyiv", {}), window or Window.empty())


def by_url(result: Deduplicated) -> dict[str, dict[str, Any]]:
    return {row["url"]: row for row in result.clusters.to_pylist()}


def window_of(*days: Deduplicated, captures: pa.Table | None = None) -> Window:
    fingerprints = pa.concat_tables([each.fingerprints for each in days])
    edges = pa.concat_tables([each.edges for each in days])
    return Window(fingerprints, edges, fingerprints, captures if captures is not None else parsed())


def test_every_url_has_one_row_and_a_lonely_article_represents_itself():
    rows = by_url(run(capture("https://one.example/a"), capture("https://one.example/b", body="Зовсім інший текст.")))
    assert {url: row["is_representative"] for url, row in rows.items()} == dict.fromkeys(rows, True)
    assert rows["https://one.example/a"]["cluster_id"] == rows["https://one.example/a"]["article_id"]
    assert rows["https://one.example/a"]["duplicate_of"] is None


def test_the_same_words_in_other_typography_are_the_same_text_and_who_came_first_stands_for_it():
    other = LONG.replace(".", " .").replace("школи", "ШКОЛИ").replace(" та ", "  та ")
    rows = by_url(
        run(
            capture("https://one.example/late", date_published=LATE),
            capture("https://two.example/early", source_id="two", body=other, date_published=EARLY),
        )
    )
    first, second = rows["https://two.example/early"], rows["https://one.example/late"]
    assert first["is_representative"]
    assert (second["duplicate_of"], second["duplicate_kind"], second["similarity"]) == (first["article_id"], "same_text", 1.0)
    assert second["cluster_id"] == first["article_id"]


def test_an_article_without_a_date_comes_after_those_that_have_one():
    rows = by_url(run(capture("https://one.example/none", date_published=None), capture("https://two.example/a")))
    assert rows["https://two.example/a"]["is_representative"]
    assert not rows["https://one.example/none"]["is_representative"]


def test_another_url_of_an_article_is_the_same_article_and_the_canonical_url_stands_for_it():
    canonical = "https://one.example/a"
    rows = by_url(run(capture("https://amp.one.example/a", canonical_url=canonical), capture(canonical)))
    alias = rows["https://amp.one.example/a"]
    assert rows[canonical]["is_representative"]
    assert (alias["duplicate_of"], alias["duplicate_kind"]) == (rows[canonical]["article_id"], "same_article")


def test_texts_without_words_are_never_the_same_text():
    rows = by_url(run(capture("https://one.example/a", body=""), capture("https://one.example/b", body="— … —")))
    assert all(row["is_representative"] for row in rows.values())


def test_a_text_of_an_earlier_day_makes_a_duplicate_across_the_window():
    first = run(capture("https://one.example/a"), day=DAY - timedelta(days=3))
    rows = by_url(run(capture("https://two.example/b"), window=window_of(first)))
    assert rows["https://two.example/b"]["duplicate_kind"] == "same_text"
    assert rows["https://two.example/b"]["cluster_id"] == first.fingerprints["article_id"][0].as_py()


def test_a_one_line_alert_of_another_day_is_a_report_of_its_own():
    alert = "У Києві оголошено повітряну тривогу."
    first = run(capture("https://one.example/a", body=alert), day=DAY - timedelta(days=1))
    rows = by_url(run(capture("https://one.example/b", body=alert), window=window_of(first)))
    assert rows["https://one.example/b"]["is_representative"]


def test_an_article_that_comes_back_on_a_later_day_is_the_same_article_however_long_ago_it_was():
    before = capture(fetched_at=datetime(2026, 6, 8, 20, tzinfo=UTC))
    first = run(before, day=date(2026, 6, 8))
    ids = Window(Window.empty().fingerprints, Window.empty().edges, first.fingerprints, parsed(before))
    result = run(capture(), window=ids)
    [row] = result.clusters.to_pylist()
    assert (row["duplicate_kind"], row["duplicate_of"]) == ("same_article", row["article_id"])
    [version] = result.captures.to_pylist()
    assert (version["kind"], version["revision_number"]) == ("unchanged", 1)


def test_a_fingerprint_of_other_rules_is_not_compared():
    first = run(capture("https://one.example/a"), day=DAY - timedelta(days=1))
    index = first.fingerprints.schema.get_field_index("fingerprint_version")
    older = first.fingerprints.set_column(index, first.fingerprints.schema.field(index), pa.array(["0"]))
    window = Window(older, first.edges, Window.empty().same_articles, parsed())
    assert by_url(run(capture("https://two.example/b"), window=window))["https://two.example/b"]["is_representative"]


UKRAINIAN = LONG + "\nНа школи піде 412 мільйонів, на мости 98, на парки 17."
ENGLISH = (
    "After eight hours of debate the city council adopted next year's budget yesterday.\n"
    "Schools will get 412 million, bridges 98 and parks 17, the mayor's office said."
)


def named(*urls: str) -> list[dict[str, Any]]:
    return [{"kind": "hreflang", "language": None, "url": url} for url in urls]


def edition(url: str, body: str, language: str, *others: str) -> dict[str, Any]:
    return capture(url, body, in_language=language, alternates=named(url, *others))


UK, EN = "https://one.example/a", "https://one.example/en/a"


def test_editions_in_other_languages_that_name_each_other_are_linked_and_are_no_duplicates():
    result = run(edition(UK, UKRAINIAN, "uk", EN), edition(EN, ENGLISH, "en", UK))
    rows = by_url(result)
    assert all(row["is_representative"] for row in rows.values())
    assert rows[UK]["editions"] == [rows[EN]["article_id"]]
    assert rows[EN]["editions"] == [rows[UK]["article_id"]]
    [edge] = result.edges.to_pylist()
    assert (edge["kind"], edge["similarity"], edge["passed"]) == ("edition", 1.0, ["hreflang", "language", "numbers"])


def test_an_edition_that_comes_a_day_later_finds_the_one_before_it():
    first = run(edition(UK, UKRAINIAN, "uk", EN), day=DAY - timedelta(days=1))
    rows = by_url(run(edition(EN, ENGLISH, "en", UK), window=window_of(first)))
    assert rows[EN]["editions"] == first.fingerprints["article_id"].to_pylist()


@pytest.mark.parametrize(
    "other",
    [
        edition(EN, ENGLISH, "en"),
        edition(EN, UKRAINIAN.replace("мости", "дороги"), "uk", UK),
        edition(EN, ENGLISH.replace("412", "3").replace("98", "4").replace("17", "5"), "en", UK),
    ],
    ids=["names nobody", "has the same language", "has other numbers"],
)
def test_what_is_no_confirmed_edition_is_not_linked(other: dict[str, Any]):
    rows = by_url(run(edition(UK, UKRAINIAN, "uk", EN), other))
    assert rows[UK]["editions"] == rows[EN]["editions"] == []


def test_a_duplicate_says_which_tests_it_passed():
    shown = capture(UK)
    alias, copy = capture(UK + "?page=1", canonical_url=UK), capture("https://two.example/b")
    rows = by_url(run(shown, alias, copy))
    assert rows[UK]["passed"] is None
    assert rows[UK + "?page=1"]["passed"] == ["canonical_url", "contained"]
    assert rows["https://two.example/b"]["passed"] == ["text_hash"]


bodies = st.sampled_from([LONG, LONG.upper(), LONG + "\nЩе один рядок про засідання.", "Коротко.", ""])
articles = st.lists(
    st.builds(
        lambda number, canonical, body, hour: capture(
            f"https://one.example/{number}",
            body,
            canonical_url=f"https://one.example/{canonical}",
            fetched_at=datetime(2026, 11, 15, hour, tzinfo=UTC),
        ),
        st.integers(0, 5),
        st.integers(0, 5),
        bodies,
        st.integers(0, 23),
    ),
    max_size=12,
)


@settings(max_examples=30)
@given(articles, st.integers(0, 999))
def test_the_order_of_rows_means_nothing(rows: list[dict[str, Any]], seed: int):
    shuffled = Random(seed).sample(rows, len(rows))
    one, other = run(*rows), run(*shuffled)
    assert one == other


@settings(max_examples=30)
@given(articles)
def test_every_url_ends_in_exactly_one_row_and_every_link_leads_to_a_representative(rows: list[dict[str, Any]]):
    clusters = run(*rows).clusters.to_pylist()
    assert sorted(row["url_key"] for row in clusters) == sorted({row["url_key"] for row in rows})
    representatives = {row["article_id"] for row in clusters if row["is_representative"]}
    assert {row["cluster_id"] for row in clusters} == representatives
    assert all((row["duplicate_of"] is None) == row["is_representative"] for row in clusters)


def test_a_front_page_named_as_canonical_by_strangers_makes_no_article_of_them():
    front = "https://one.example/"
    other = "Поїзди до моря підуть за літнім розкладом уже з п'ятниці, квитки продають на сайті й у касах вокзалу. "
    other += "У вагонах нарешті працюватимуть кондиціонери, які ремонтували всю зиму."
    rows = [
        capture("https://one.example/a", canonical_url=front),
        capture("https://one.example/b", body=other, canonical_url=front),
        capture("https://one.example/b", body=other, canonical_url=front, fetched_at=datetime(2026, 11, 16, tzinfo=UTC)),
    ]
    result = run(*rows)
    places = by_url(result)
    assert all(row["is_representative"] for row in places.values())
    assert places["https://one.example/b"]["article_id"] == article_id("https://one.example/b")
    assert set(result.captures["article_id"].to_pylist()) == {article_id("https://one.example/b")}


@pytest.mark.shared
def test_the_seed_article_comes_back_after_160_days_with_another_sidebar_unchanged():
    lines = next(shared("seed").glob("*.txt")).read_text().splitlines()
    article, sidebar = "\n".join(lines[:10]), "\n".join(lines[10:])
    published = datetime(2024, 11, 29, 9, tzinfo=UTC)
    seen = [published + timedelta(hours=2), published + timedelta(days=160)]
    other = "\n".join([lines[10], *lines[17:23], *lines[11:13], lines[23]])
    before, again = (
        capture(body=f"{article}\n{each}", date_published=published, fetched_at=at)
        for each, at in zip((sidebar, other), seen, strict=True)
    )
    assert [row["kind"] for row in run(before, again, day=published.date()).captures.to_pylist()] == ["first", "unchanged"]
    first = run(before, day=published.date())
    window = Window(Window.empty().fingerprints, Window.empty().edges, first.fingerprints, parsed(before))
    late = run(again, window=window, day=seen[1].date())
    assert [row["duplicate_kind"] for row in late.clusters.to_pylist()] == ["same_article"]
    assert [(row["kind"], row["revision_number"]) for row in late.captures.to_pylist()] == [("unchanged", 1)]
