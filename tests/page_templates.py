"""Templates of many builds around one article and the teasers of others, the way that sites make them."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

Build = Callable[[str], str]
Card = Callable[[int, str, str], str]

SUBHEADINGS: dict[str, Build] = {
    "h2": lambda text: f"<h2>{text}</h2>",
    "h3": lambda text: f'<h3 class="x">{text}</h3>',
    "bold": lambda text: f"<p><strong>{text}</strong></p>",
    "plain": lambda text: f"<p>{text}</p>",
}
PARAGRAPHS: dict[str, Build] = {
    "p": lambda text: f"<p>{text}</p>",
    "hashed": lambda text: f'<p class="css-1x2y3z">{text}</p>',
    "div": lambda text: f"<div>{text}</div>",
    "nested": lambda text: f'<div class="b1"><div>{text}</div></div>',
    "span": lambda text: f'<div><span style="font-size:14px"><span>{text}</span></span></div>',
    "spaced": lambda text: f"<p><span>{text}</span></p><p>&nbsp;</p>",
    "br": lambda text: f"{text}<br><br>",
}
CARDS: dict[str, Card] = {
    "paragraphs": lambda n, title, text: f'<p><a href="/n{n}">{title}</a></p><p>{text}</p>',
    "no links": lambda _, title, text: f"<p>{title}</p><p>{text}</p>",
    "headings": lambda n, title, text: f'<h3><a href="/n{n}">{title}</a></h3><p>{text}</p>',
    "boxes": lambda n, title, text: f'<div class="item"><h4><a href="/n{n}">{title}</a></h4><div>{text}</div></div>',
    "entries": lambda n, title, text: f'<ul><li><a href="/n{n}">{title}</a><br>{text}</li></ul>',
    "linked": lambda n, title, text: f'<a href="/n{n}"><div>{title}</div><div>{text}</div></a>',
    "pictures": lambda n, title, text: (
        f'<div><a href="/n{n}"><img src="/{n}.jpg"></a><div><a href="/n{n}"><span>{title}</span></a>'
        f"<span>1{n}.05.2025</span><p>{text}</p></div></div>"
    ),
    "rows": lambda n, title, text: f'<table><tr><td><a href="/n{n}">{title}</a></td></tr><tr><td>{text}</td></tr></table>',
    "terms": lambda n, title, text: f'<dl><dt><a href="/n{n}">{title}</a></dt><dd>{text}</dd></dl>',
    "breaks": lambda n, title, text: f'<a href="/n{n}">{title}</a><br>{text}<br><br>',
    "more below": lambda n, title, text: f'<div><b>{title}</b><p>{text}</p><a href="/n{n}">Читати далі</a></div>',
    "more inside": lambda n, title, text: (
        f'<div><h5><a href="/n{n}">{title}</a></h5><p>{text} <a href="/n{n}">Детальніше</a></p></div>'
    ),
    "dates": lambda n, title, text: f'<div><time>1{n} травня 2025</time><a href="/n{n}">{title}</a><p>{text}</p></div>',
    "one line": lambda n, title, text: f'<p><a href="/n{n}">{title}</a> {text}</p>',
}
HEADINGS = ("<h2>{0}</h2>", "<h3>{0}</h3>", "<p>{0}</p>", "<p><strong>{0}</strong></p>", '<div class="t">{0}</div>')
WIDGETS = ("", "<div>Average Rating</div><div>5 Star 0%</div>", "<p>Average Rating{</p>", '<div><a href="#">Telegram</a></div>')
PLACES = {
    "same container": '<article><h1>{title}</h1><div class="entry-content">{body}{related}{widget}</div></article>',
    "no classes": "<div><h1>{title}</h1><div>{body}{related}{widget}</div></div>",
    "wrapped": "<div><div><h1>{title}</h1><div>{body}<div><div>{related}</div></div>{widget}</div></div></div>",
    "beside": '<div id="c"><h1>{title}</h1><div class="txt">{body}</div><div class="oth">{related}</div>{widget}</div>',
    "aside": "<main><article><h1>{title}</h1>{body}</article><aside>{related}{widget}</aside></main>",
    "before": '<div class="l">{related}</div><div class="m"><h1>{title}</h1><div>{body}</div></div>',
    "table": "<table><tr><td><h1>{title}</h1>{body}</td><td>{related}{widget}</td></tr></table>",
}
PAGES = (
    "<html><head><title>{title}</title></head><body>{main}</body></html>",
    '<html lang="uk"><head><title>{title} | Kurs</title><meta property="og:title" content="{title}"></head><body><header><nav>'
    '<ul><li><a href="/">Головна</a></li><li><a href="/p">Політика</a></li></ul></nav></header>{main}'
    "<footer><p>© 2025 Курс. Усі права захищено.</p></footer></body></html>",
)


@dataclass(frozen=True)
class Story:
    """An article as lines, the line that is its subheading, and what the page shows of others: titles and texts."""

    title: str
    lines: Sequence[str]
    subheading: int
    teasers: Sequence[tuple[str, str]]
    teasers_heading: str


def pages(story: Story, count: int, seed: int) -> list[tuple[str, str]]:
    """Draw pages from all combinations: a name that says which, and the markup."""
    draw = random.Random(seed)
    drawn = []
    for _ in range(count):
        names = [draw.choice(sorted(table)) for table in (PARAGRAPHS, SUBHEADINGS, CARDS, PLACES)]
        paragraph, subheading, card, place = names
        body = "".join(
            (SUBHEADINGS[subheading] if number == story.subheading else PARAGRAPHS[paragraph])(escape(line))
            for number, line in enumerate(story.lines)
        )
        cards = "".join(CARDS[card](n, escape(title), escape(text)) for n, (title, text) in enumerate(story.teasers))
        heading = draw.choice(HEADINGS).format(story.teasers_heading)
        main = PLACES[place].format(title=story.title, body=body, related=heading + cards, widget=draw.choice(WIDGETS))
        drawn.append((", ".join(names), draw.choice(PAGES).format(title=story.title, main=main)))
    return drawn
