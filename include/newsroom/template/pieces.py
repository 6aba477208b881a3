"""Small pieces of HTML that both templates are made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from html import escape
from itertools import groupby
from pathlib import Path
from string import Template
from urllib.parse import quote

from newsroom.model import ZONE, Article, Block, Site, Teaser

_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Surroundings:
    """What stands around the text on a page: where the site is, today's date, and the lists of the sidebars."""

    base_url: str
    today: date
    latest: tuple[Teaser, ...] = ()
    popular: tuple[Teaser, ...] = ()
    comments: tuple[tuple[str, str, str], ...] = ()
    views: int = 1204


@lru_cache
def _template(name: str) -> Template:
    return Template((_FOLDER / name).read_text(encoding="utf-8"))


def fill(name: str, **slots: object) -> str:
    """Fill a template file's `$slots`; slots hold HTML. Raises KeyError naming a slot that is left empty."""
    return _template(name).substitute(slots)


def lines(parts: Iterable[str]) -> str:
    return "\n".join(parts)


def tag(name: str, text: str, **attributes: str) -> str:
    """Write one element with escaped text; `class_` is `class`, an underscore in a name is a hyphen."""
    written = "".join(f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"' for key, value in attributes.items())
    return f"<{name}{written}>{escape(text, quote=False)}</{name}>"


def meta(key: str, name: str, content: str) -> str:
    return f'<meta {key}="{name}" content="{escape(content)}">'


def link(url: str, text: str, **attributes: str) -> str:
    return tag("a", text, href=url, **attributes)


def tag_path(name: str) -> str:
    return f"/tag/{quote(name.replace(' ', '-'))}/"


def menu(site: Site, base_url: str, language: str) -> list[tuple[str, str]]:
    """List the sections of a language as (URL, name)."""
    own = [each for each, folder in site.sections.items() if folder.startswith(f"{language}-")]
    uk = [each for each, folder in site.sections.items() if not folder.startswith(("ru-", "en-"))]
    return [(base_url + site.section_path(each), each) for each in (own if language != site.language else uk)]


def local(instant: datetime) -> datetime:
    return instant.astimezone(ZONE)


def clock(instant: datetime) -> str:
    return f"{local(instant):%H:%M}"


def section_url(site: Site, article: Article, base_url: str) -> str:
    return base_url + (site.section_path(article.section) if article.section in site.sections else "/")


def image_url(article: Article, base_url: str) -> str:
    return f"{base_url}/media/{article.slug}.svg"


def related_inside(heading: str, teasers: Sequence[Teaser], rating: str) -> list[str]:
    """Write teasers and a rating widget as paragraphs among the text's own: titles, cut texts, "Average Rating"."""
    rows = [tag("p", heading)]
    for teaser in teasers:
        rows += [f"<p>{link(teaser.url, teaser.title)}</p>", tag("p", teaser.text)]
    return [*rows, tag("p", rating)]


def alternates(article: Article) -> list[str]:
    return [f'<link rel="alternate" hreflang="{language}" href="{escape(url)}">' for language, url in article.editions]


def body(blocks: Sequence[Block], *, subheading: str, read_also: Callable[[Block], str]) -> list[str]:
    """Write the blocks in order: paragraphs, subheadings, and runs of list entries and of quotes."""
    rows: list[str] = []
    for kind, run in groupby(blocks, key=lambda block: block.kind):
        texts = list(run)
        if kind == "entry":
            rows += ["<ul>", *(tag("li", each.text) for each in texts), "</ul>"]
        elif kind == "quote":
            rows += ["<blockquote>", *(tag("p", each.text) for each in texts), "</blockquote>"]
        elif kind == "read_also":
            rows += [read_also(each) for each in texts]
        else:
            rows += [tag("p" if kind == "paragraph" else subheading, each.text) for each in texts]
    return rows
