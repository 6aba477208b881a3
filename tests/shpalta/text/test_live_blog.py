"""Live blogs go on as such, with their entries as rows; articles with times on the page stay articles."""

from __future__ import annotations

import json

import pytest

from shpalta.steps.parse import Article, parse_page

URL = "https://visnyk.example/live/svitlo"
ENTRIES = [
    ("e3", "2026-11-15T12:40:00+02:00", "Світло повернули", "Лікарню та водоканал заживили від резервної лінії."),
    ("e2", "2026-11-15T10:15:00+02:00", "Бригади на місці", "Три бригади працюють на підстанції, пошкоджено дві лінії."),
    ("e1", "2026-11-15T07:05:00+02:00", "Аварія", "Уранці на підстанції сталася аварія. Без світла сім тисяч родин."),
]  # fmt: skip
OPENING = "<p>Редакція стежить за відключеннями світла в області протягом дня. Сторінку ми оновлюємо.</p>"
BLOCKS = "".join(
    f'<div class="entry" id="{name}"><time datetime="{at}">{at[11:16]}</time><h3>{title}</h3><p>{text}</p></div>'
    for name, at, title, text in ENTRIES
)
TEASERS = "".join(
    f'<li><time datetime="2026-11-14T1{n}:00:00+02:00">14.11</time> <a href="/n/{n}">Бібліотека: {n} тисяч книжок</a></li>'
    for n in range(5)
)


def parsed(title: str, text: str, head: str = "") -> Article:
    html = (
        f"<html lang='uk'><head><title>{title}</title>{head}</head><body><main><article><h1>{title}</h1>{OPENING}{text}"
        f"</article><aside><ul>{TEASERS}</ul></aside></main></body></html>"
    )
    outcome = parse_page(html.encode(), URL)
    assert isinstance(outcome, Article)
    return outcome


def rows(article: Article) -> list[tuple[str | None, str | None, str | None, str]]:
    return [
        (each.url, each.date_published.isoformat() if each.date_published else None, each.headline, each.text)
        for each in article.live_entries
    ]


def test_blocks_that_begin_with_times_are_the_entries_of_a_live_blog() -> None:
    article = parsed("Відключення світла: онлайн", BLOCKS)
    assert article.page_kind == "live_blog"
    assert rows(article) == [(f"{URL}#{name}", at, title, text) for name, at, title, text in ENTRIES]
    assert "12:40" not in article.article_body


def test_entries_that_schema_org_states_are_taken_from_there_without_their_markup() -> None:
    updates = [
        {"@type": "BlogPosting", "headline": title, "articleBody": f"<p>{text}</p>", "datePublished": at, "url": f"#{name}"}
        for name, at, title, text in ENTRIES
    ]
    stated = json.dumps({"@type": "LiveBlogPosting", "headline": "Світло", "liveBlogUpdate": updates})
    article = parsed("Відключення світла", BLOCKS, f'<script type="application/ld+json">{stated}</script>')
    assert article.page_kind == "live_blog"
    assert rows(article) == [(f"{URL}#{name}", at, title, text) for name, at, title, text in ENTRIES]


def test_microdata_marks_entries() -> None:
    article = parsed("Відключення світла", BLOCKS.replace('class="entry"', 'itemprop="liveBlogUpdate" itemscope'))
    assert article.page_kind == "live_blog"
    assert [each.headline for each in article.live_entries] == [title for _, _, title, _ in ENTRIES]


def test_an_article_with_times_beside_it_is_an_article() -> None:
    text = "".join(f"<p>{text}</p>" for *_, text in ENTRIES)
    for title in ("Відключення світла", "Відключення світла: онлайн"):
        article = parsed(title, text)
        assert (article.page_kind, article.live_entries) == ("article", ())


def test_times_in_a_table_stay() -> None:
    cells = "".join(f"<tr><td>{hour}:00</td><td>Черга {hour} без світла дві години поспіль</td></tr>" for hour in range(10, 16))
    assert (
        "10:00 | Черга 10 без світла дві години поспіль" in parsed("Графік відключень", f"<table>{cells}</table>").article_body
    )


ON_THE_DAY = '<meta property="article:published_time" content="2026-11-14T20:00:00+02:00">'
CLOCKS = [
    ("00:20", "2026-11-15T00:20:00+02:00", "Лікарню та водоканал заживили від резервної лінії, повідомили в раді."),
    ("22:15", "2026-11-14T22:15:00+02:00", "Три бригади працюють на підстанції, де пошкоджено дві лінії."),
    ("21:05", "2026-11-14T21:05:00+02:00", "Увечері на підстанції сталася аварія, без світла сім тисяч родин."),
]
TIMES_AND_TEXTS = [(at, text) for _, at, text in CLOCKS]


def times_and_texts(article: Article) -> list[tuple[str | None, str]]:
    return [(at, text) for _, at, _, text in rows(article)]


@pytest.mark.parametrize(
    "stamp",
    [
        '<meta itemprop="datePublished" content="{at}">',
        '<span itemprop="datePublished">15.11.2026 {clock}</span>',
        "<i>{clock}</i>",
    ],
)
def test_marked_entries_have_their_times_however_they_are_written(stamp: str) -> None:
    entries = "".join(
        f'<div itemprop="liveBlogUpdate" itemscope><h3>{title}</h3>{stamp.format(at=at, clock=at[11:16])}<p>{text}</p></div>'
        for _, at, title, text in ENTRIES
    )
    head = ON_THE_DAY.replace("2026-11-14T20", "2026-11-15T07")
    article = parsed("Відключення світла", entries, head)
    assert [row[1:] for row in rows(article)] == [entry[1:] for entry in ENTRIES]


@pytest.mark.parametrize(
    "build",
    [
        "<p><strong>{clock}</strong> {text}</p>",
        "<p>{clock} – {text}</p>",
        "<h3>{clock}</h3><p>{text}</p>",
        '<div class="k"><div>{clock}</div><p>{text}</p></div>',
        "<div><time>{clock}</time><p>{text}</p></div>",
    ],
)
@pytest.mark.parametrize("is_newest_first", [True, False])
def test_paragraphs_under_clocks_are_the_entries_of_what_calls_itself_live(build: str, is_newest_first: bool) -> None:
    shown = CLOCKS if is_newest_first else CLOCKS[::-1]
    article = parsed("Аварія: онлайн", "".join(build.format(clock=clock, text=text) for clock, _, text in shown), ON_THE_DAY)
    assert article.page_kind == "live_blog"
    assert times_and_texts(article) == (TIMES_AND_TEXTS if is_newest_first else TIMES_AND_TEXTS[::-1])


def test_clocks_in_what_does_not_call_itself_live_make_no_entries() -> None:
    article = parsed("Аварія на підстанції", "".join(f"<p>{clock} – {text}</p>" for clock, _, text in CLOCKS), ON_THE_DAY)
    assert (article.page_kind, article.live_entries) == ("article", ())
