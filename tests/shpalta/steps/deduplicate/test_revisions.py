from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
from parsed_rows import LONG, capture, parsed

from shpalta.lake import schemas
from shpalta.steps.deduplicate.revisions import revise

no_revisits = schemas.PAGES.empty()


def ids(*captures: dict[str, Any]) -> pa.Table:
    names = schemas.STANDING.schema.names
    return pa.Table.from_pylist([{name: each[name] for name in names} for each in captures], schemas.STANDING.schema)


def seen_again(page: dict[str, Any], hour: int, outcome: str = "not_modified") -> pa.Table:
    """Give the row of a visit to a captured page at which its site said that it has not changed, or is gone."""
    kept = {name: page[name] for name in schemas.PAGES.schema.names if name in page}
    visit = {"fetch_outcome": outcome, "fetched_at": datetime(2026, 11, 15, hour, tzinfo=UTC)}
    return pa.Table.from_pylist([kept | visit], schema=schemas.PAGES.schema)


def versions(*captures: dict[str, Any], revisits: pa.Table | None = None) -> list[dict[str, Any]]:
    at = [{**each, "fetched_at": datetime(2026, 11, 15, hour, tzinfo=UTC)} for hour, each in enumerate(captures)]
    return sorted(
        revise(parsed(*at), parsed(), ids(*at), revisits or no_revisits).to_pylist(),
        key=lambda row: row["fetched_at"],
    )


def test_an_article_captured_once_has_no_revisions():
    assert versions(capture()) == []


def test_a_capture_whose_sidebar_alone_differs_is_unchanged():
    teaser = {"url": "https://one.example/b", "title": "У місті відкрили новий парк", "text": None}
    first, again = versions(capture(), capture(body=f"{LONG}\n{teaser['title']}", related=[teaser]))
    assert (first["kind"], first["revision_number"]) == ("first", 1)
    assert (again["kind"], again["revision_number"], again["changed"], again["diff"]) == ("unchanged", 1, [], None)


def test_an_updated_article_says_what_changed_and_shows_the_lines():
    changed = LONG.replace("восьми", "дев'яти").replace("третини", "35%")
    _, new = versions(capture(), capture(body=changed, headline="Бюджет ухвалено"))
    assert (new["kind"], new["revision_number"]) == ("updated", 2)
    assert new["changed"] == ["body", "headline", "numbers", "silent_edit"]
    assert any(line.startswith("-") and "третини" in line for line in new["diff"].splitlines())
    assert any(line.startswith("+") and "35%" in line for line in new["diff"].splitlines())


def test_a_visit_that_finds_the_page_as_it_was_is_unchanged_and_what_comes_after_is_held_against_the_page():
    edited = capture(body=LONG + "\nДодано абзац про голосування депутатів.")
    first, again = versions(capture(), revisits=seen_again(capture(), 5))
    assert (first["kind"], again["kind"], again["revision_number"], again["diff"]) == ("first", "unchanged", 1, None)
    assert again["fetched_at"] == datetime(2026, 11, 15, 5, tzinfo=UTC)
    at = [
        capture(fetched_at=datetime(2026, 11, 15, 1, tzinfo=UTC)),
        edited | {"fetched_at": datetime(2026, 11, 16, tzinfo=UTC)},
    ]
    found = revise(parsed(*at), parsed(), ids(*at), seen_again(capture(), 5)).to_pylist()
    assert [(row["kind"], row["revision_number"]) for row in found] == [("first", 1), ("unchanged", 1), ("updated", 2)]


def test_a_visit_without_a_capture_that_became_an_article_says_nothing():
    late = capture(fetched_at=datetime(2026, 11, 15, 9, tzinfo=UTC))
    assert revise(parsed(late), parsed(), ids(late), seen_again(capture(), 5)).num_rows == 0
    assert revise(parsed(), parsed(), ids(), seen_again(capture(), 5)).num_rows == 0


def test_a_number_that_changes_in_the_headline_alone_is_a_changed_number():
    _, new = versions(capture(headline="Троє загиблих"), capture(headline="5 загиблих"))
    assert new["changed"] == ["headline", "numbers", "silent_edit"]


def test_an_edit_that_the_page_dates_is_not_silent():
    later = capture(body=LONG + "\nОновлено: мер підписав бюджет.", date_modified=datetime(2026, 11, 15, 12, tzinfo=UTC))
    _, new = versions(capture(), later)
    assert new["changed"] == ["body"]


def test_losing_most_of_the_text_is_a_deletion():
    _, new = versions(capture(), capture(body=LONG.splitlines()[0]))
    assert "deletion" in new["changed"]


def test_a_revision_number_grows_with_each_change_only():
    edited = capture(body=LONG + "\nДодано абзац про голосування депутатів.")
    numbers = [row["revision_number"] for row in versions(capture(), capture(), edited, edited, capture())]
    assert numbers == [1, 1, 2, 2, 3]


SIDEBAR = """\
Інші новини
У місті відкрили новий парк
Парк на березі річки відкрили після двох років робіт. На церемонію прийшли...
Команда виграла кубок області
У фіналі місцева команда перемогла суперників із рахунком 3:1. Після матчу...
https://one.example/news/1
Ціни на проїзд зростуть
З першого числа проїзд коштуватиме дорожче, повідомили в управлінні...
Average Rating"""


def test_a_sidebar_that_parsing_left_in_the_body_is_nothing_that_changed():
    other = SIDEBAR.replace("парк", "міст").replace("Команда", "Збірна").replace("проїзд", "хліб")
    _, with_sidebar, with_another = versions(capture(), capture(body=f"{LONG}\n{SIDEBAR}"), capture(body=f"{LONG}\n{other}"))
    assert (with_sidebar["kind"], with_another["kind"]) == ("unchanged", "unchanged")


def test_a_paragraph_added_before_the_sidebar_is_an_update():
    added = "Оновлено: мер підписав бюджет, сказано на сайті ради."
    _, new = versions(capture(body=f"{LONG}\n{SIDEBAR}"), capture(body=f"{LONG}\n{added}\n{SIDEBAR}"))
    assert (new["kind"], new["changed"]) == ("updated", ["body", "silent_edit"])
    assert [line for line in new["diff"].splitlines() if line.startswith(("+О", "-"))] == ["--- before", f"+{added}"]


def test_a_page_that_is_gone_is_one_deletion_and_its_text_is_in_the_diff():
    visits = pa.concat_tables([seen_again(capture(), hour, "gone") for hour in (5, 6)])
    first, gone, still = versions(capture(), revisits=visits)
    assert (first["kind"], gone["kind"], gone["revision_number"]) == ("first", "updated", 2)
    assert gone["changed"] == ["deletion"]
    assert [
        line[1:] for line in gone["diff"].splitlines() if line.startswith("-") and line != "--- before"
    ] == LONG.splitlines()
    assert (still["kind"], still["revision_number"], still["diff"]) == ("unchanged", 2, None)


def test_a_page_that_is_back_is_a_revision_whether_its_site_sends_it_or_says_that_it_is_the_one_known():
    visits = pa.concat_tables([seen_again(capture(), 5, "gone"), seen_again(capture(), 6)])
    assert [(row["kind"], row["changed"]) for row in versions(capture(), revisits=visits)[1:]] == [
        ("updated", ["deletion"]),
        ("updated", ["body", "silent_edit"]),
    ]
