from __future__ import annotations

import pytest
from parsed_rows import LONG

from shpalta.errors import RequestError
from shpalta.steps.deduplicate import dedupe_lines

FIRST = {"id": "1", "date": "2026-11-15", "url": "https://one.example/a", "title": "Бюджет", "text": LONG}


def test_lines_come_back_in_their_order_with_cluster_partner_kind_and_similarity():
    late = FIRST | {"id": "2", "date": "2026-11-14T23:00:00+02:00", "url": "https://two.example/b", "extra": 1}
    assert list(dedupe_lines([FIRST, late])) == [
        {"id": "1", "cluster_id": "2", "duplicate_of": "2", "kind": "same_text", "similarity": 1.0},
        {"id": "2", "cluster_id": "2", "duplicate_of": None, "kind": None, "similarity": None},
    ]


def test_a_tracked_mobile_and_amp_url_with_a_changed_text_is_the_same_article():
    again = FIRST | {"text": LONG.replace("восьми", "10"), "date": "2026-12-20"}
    urls = ["https://m.one.example/a", "https://one.example/a?utm_source=x", "https://one.example/a/amp"]
    lines = [again | {"id": url, "url": url} for url in urls]
    assert [line["kind"] for line in dedupe_lines([FIRST, *lines])] == [None, *["same_article"] * 3]


def test_lines_without_url_or_title_are_compared_by_their_text():
    bare = [{"id": "a", "date": "2026-11-15", "text": LONG}]
    bare.append(bare[0] | {"id": "b", "url": None, "title": None})
    assert [line["duplicate_of"] for line in dedupe_lines(bare)] == [None, "a"]
    other = [{"id": "a", "date": "2026-11-15", "text": LONG}, {"id": "b", "date": "2026-11-15", "text": "Зовсім інше"}]
    assert [line["duplicate_of"] for line in dedupe_lines(other)] == [None, None]


def test_no_lines_give_no_lines():
    assert list(dedupe_lines([])) == []


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        ({"id": "2", "date": "2026-11-15"}, "Line 2 cannot be read: text: Field required"),
        ({"id": "2", "date": "15.11.2026", "text": ""}, "Line 2 cannot be read: date"),
        ({"id": 7, "date": "2026-11-15", "text": ""}, "Line 2 cannot be read: id"),
        ({"id": "2", "date": "2026-11-15", "text": None}, "Line 2 cannot be read: text"),
        (FIRST, "Lines 1 and 2 have the same id '1'"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(broken: dict[str, object], says: str):
    with pytest.raises(RequestError, match=says):
        list(dedupe_lines([FIRST, broken]))
