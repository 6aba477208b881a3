from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from parsed_rows import LONG, capture, parsed

from shpalta.steps.deduplicate.revisions import revise


def versions(*captures: dict[str, Any]) -> list[dict[str, Any]]:
    at = [{**each, "fetched_at": datetime(2026, 11, 15, hour, tzinfo=UTC)} for hour, each in enumerate(captures)]
    return sorted(
        revise(parsed(*at), parsed(), {(each["source_id"], each["url_key"]): each["article_id"] for each in at}).to_pylist(),
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
