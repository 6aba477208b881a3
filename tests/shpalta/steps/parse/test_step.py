"""The step: a table of captures to the day's articles and the rejects."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pyarrow as pa

from shpalta.lake import schemas
from shpalta.steps import StepContext
from shpalta.steps.parse import REASONS, parse
from shpalta.web.urls import article_id

DAY = date(2024, 11, 29)
CONTEXT = StepContext(DAY, "Europe/Kyiv", {})
HINTS = ("discovered_via", "date_hint", "modified_hint", "title_hint", "section_hint", "first_seen_at")
COLUMNS = {field.name: field for field in [*schemas.PAGES.schema, *schemas.CANDIDATES.schema]}


def article(text: str, *, head: str = "", title: str = "Нова школа в місті") -> bytes:
    return (
        f'<html lang="uk"><head><title>{title}</title>{head}</head><body><nav><a href="/">Головна</a></nav>'
        f"<article><h1>{title}</h1>{text}</article></body></html>"
    ).encode()


BODY = "".join(
    f"<p>Це абзац номер {number} про нову школу, яку відкрили в місті цього тижня; її чекали багато років.</p>"
    for number in range(6)
)
STAMP = '<meta property="article:published_time" content="{}">'


def page(name: str, content: bytes, **other: object) -> dict[str, object]:
    url = f"https://news.example/{name}"
    row = dict.fromkeys(COLUMNS) | {
        "source_id": "news", "url": url, "url_key": f"news.example/{name}", "fetch_outcome": "fetched", "final_url": url,
        "http_status": 200, "content_type": "text/html; charset=utf-8", "fetched_at": datetime(2024, 11, 30, 3, tzinfo=UTC),
        "warc_key": "raw/a.warc.gz", "warc_offset": 0, "warc_length": 10, "payload_sha256": "00", "discovered_via": ["rss"],
        "first_seen_at": datetime(2024, 11, 29, 12, tzinfo=UTC), "content": content,
    }  # fmt: skip
    return row | other


def table(*rows: dict[str, object]) -> pa.Table:
    fields = [field.with_nullable(True) for field in COLUMNS.values()] + [pa.field("content", pa.large_binary())]
    return pa.Table.from_pylist(list(rows), schema=pa.schema(fields))


def test_an_article_of_the_day_is_kept_with_where_it_came_from() -> None:
    result = parse(table(page("a", article(BODY, head=STAMP.format("2024-11-29T10:15:00+02:00")))), CONTEXT)
    (row,) = result.kept.to_pylist()
    assert row["headline"] == "Нова школа в місті"
    assert row["article_body"].count("\n") == 5
    assert row["date_published"] == datetime(2024, 11, 29, 8, 15, tzinfo=UTC)
    assert row["in_language"] == "uk"
    assert (row["warc_key"], row["warc_length"]) == ("raw/a.warc.gz", 10)
    assert row["article_id"] == article_id("https://news.example/a")
    assert result.rejected.num_rows == 0


def test_an_article_of_another_day_is_rejected_with_its_own_day_in_the_sources_zone() -> None:
    late = article(BODY, head=STAMP.format("2024-11-29T22:30:00Z"))
    result = parse(table(page("a", late)), CONTEXT)
    (row,) = result.rejected.to_pylist()
    assert (row["step"], row["reason"], row["other_date"]) == ("parse", "other_day", date(2024, 11, 30))
    assert result.counts == {"rejected_other_day": 1}


def test_a_silent_page_takes_the_date_of_its_discovery_and_says_so() -> None:
    hint = datetime(2024, 11, 29, 7, tzinfo=UTC)
    result = parse(table(page("a", article(BODY), date_hint=hint)), CONTEXT)
    (row,) = result.kept.to_pylist()
    assert (row["date_published"], row["date_published_source"]) == (hint, "hint")


def test_a_silent_page_without_a_hint_is_rejected() -> None:
    result = parse(table(page("a", article(BODY))), CONTEXT)
    assert result.rejected.column("reason").to_pylist() == ["no_date"]


def test_a_page_that_breaks_its_limits_costs_itself_alone() -> None:
    head = STAMP.format("2024-11-29T10:15:00+02:00")
    rows = [
        page("a", b"<div " + b" ".join(b"a%d=1" % number for number in range(200_000)) + b">"),
        page("b", article(BODY, head=head)),
        page("c", b"%PDF-1.7"),
    ]
    result = parse(table(*rows), CONTEXT)
    assert result.kept.column("url").to_pylist() == ["https://news.example/b"]
    assert result.rejected.column("reason").to_pylist() == ["over_limits", "bad_content"]


def test_every_reason_that_is_given_is_documented() -> None:
    result = parse(table(page("a", b""), page("b", article(BODY)), page("c", b"<p>x</p>")), CONTEXT)
    assert set(result.rejected.column("reason").to_pylist()) <= set(REASONS)
    assert result.rejected.num_rows == 3


def test_the_rows_do_not_depend_on_the_order_of_the_pages() -> None:
    head = STAMP.format("2024-11-29T10:15:00+02:00")
    rows = [page(name, article(BODY, head=head, title=f"Новина про школу {name}")) for name in "abc"]
    assert parse(table(*rows), CONTEXT).kept.equals(parse(table(*reversed(rows)), CONTEXT).kept)


def test_no_pages_make_an_empty_day() -> None:
    result = parse(table(), CONTEXT)
    assert result.kept.schema.equals(schemas.PARSED.schema)
    assert (result.kept.num_rows, result.rejected.num_rows) == (0, 0)


def test_what_all_pages_of_a_source_end_with_is_left_out_of_its_articles_alone() -> None:
    notice = (
        "<p>Думки авторів редакція може не поділяти, а за зміст оголошень відповідає той, хто їх подав до друку в газеті.</p>"
    )
    head = STAMP.format("2024-11-29T10:15:00+02:00")
    pages = [
        page(f"a{n}", article(BODY.replace("нову школу", f"школу номер {n}") + notice, head=head, title=f"Нова школа {n}"))
        for n in range(5)
    ]
    other = page("b", article(BODY + notice, head=head), source_id="other", url_key="other.example/b")
    bodies = {row["url_key"]: row["article_body"] for row in parse(table(*pages, other), CONTEXT).kept.to_pylist()}
    assert len(bodies) == 6
    assert not any("Думки авторів" in bodies[f"news.example/a{n}"] for n in range(5))
    assert "Думки авторів" in bodies["other.example/b"]
