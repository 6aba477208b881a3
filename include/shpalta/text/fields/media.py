"""The pictures, videos, sounds and posts that stand in an article; read while the tree is still whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from itertools import islice
from typing import Literal
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from shpalta.text import jsonld
from shpalta.text.document import Document, squeeze
from shpalta.text.fields import marked
from shpalta.text.fields.found import NOTHING, Found
from shpalta.text.jsonld import Node
from shpalta.text.tree_nodes import EMBEDDED
from shpalta.text.whereabouts import is_elsewhere

MediumKind = Literal["video", "audio", "post", "map", "chart"]

_IMAGES = ("og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src", "parsely-image-url")
_SOURCES = ("src", "data-src", "data-lazy-src", "data-original", "srcset", "data-srcset", "data", "data-href")
_FRAMES, _PLAYERS = frozenset({"iframe", "embed", "object"}), frozenset({"amp-youtube", "lite-youtube"})
_FACEBOOK = re.compile(r"//(?:www\.|m\.)?facebook\.com/(?!plugins/)", re.I)
_KINDS: tuple[tuple[MediumKind, re.Pattern[str]], ...] = (
    ("post", re.compile(r"\b(?:twitter|x|instagram|tiktok|threads)\.(?:com|net)/|//t\.me/|facebook\.com/plugins/post", re.I)),
    ("audio", re.compile(r"soundcloud\.|spotify\.|podcasts?\.|/audio/|anchor\.fm", re.I)),
    ("map", re.compile(r"google\.[a-z.]+/maps|openstreetmap\.|/maps?/embed|deepstatemap", re.I)),
    ("chart", re.compile(r"datawrapper|flourish|infogram|tableau|everviz|tradingview", re.I)),
    ("video", re.compile(r"youtu\.?be|vimeo|dailymotion|rutube|/plugins/video|/(?:embed|player|video)s?(?:[/?.]|\Z)", re.I)),
)
_SIZE = re.compile(r"[-_@](?:\d+x\d+|\d+x|scaled|large|medium)\b.*$")
_SHORTEST_STEM = 5
_MOST_MEDIA, _MOST_FIGURES = 40, 12
_OTHER_PICTURES, _SMALLEST = "article img, main img, h1 ~ * img", 150
_ORNAMENT = re.compile(r"(?<![a-z])(?:[a-z]*logo|icon|avatar|sprite|blank)s?(?![a-z])|placeholder|\.(?:svg|gif)\Z|/\Z", re.I)
_LONGEST_CAPTION = 1_000


@dataclass(frozen=True, slots=True)
class Medium:
    """What the text embeds: where it is, and what the page calls it."""

    kind: MediumKind
    url: str
    title: str | None


def image(document: Document, node: Node | None) -> Found:
    """Give the address of the lead image: what is shared, then JSON-LD, then the first figure."""
    stated = [
        text
        for name, key in (("image", "url"), ("image", "contentUrl"), ("thumbnailUrl", "url"))
        for text in jsonld.texts((node or {}).get(name), document.graph, key)
    ]
    marked_one = marked.picture(document) or ""
    for address, source in (
        (document.meta(*_IMAGES) or "", "meta"),
        *((text, "jsonld") for text in stated[:1]),
        (marked_one, "microdata"),
    ):
        resolved = document.absolute(address) if address else None
        if resolved:
            return Found(resolved, source)
    pictures = (picture for figure in document.nodes.get("figure", ())[:_MOST_FIGURES] for picture in figure.css("img"))
    for picture in islice(pictures, _MOST_FIGURES):
        resolved = document.absolute(_address_of(picture))
        if resolved and not is_elsewhere(picture):
            return Found(resolved, "figure")
    for picture in document.tree.css(_OTHER_PICTURES)[:_MOST_FIGURES]:
        resolved = document.absolute(_address_of(picture))
        if resolved and not _is_ornament(picture, resolved) and not is_elsewhere(picture):
            return Found(resolved, "text")
    return NOTHING


def _is_ornament(picture: LexborNode, url: str) -> bool:
    """Say whether a picture is a sign or a counter and none of the article's."""
    sizes = (picture.attributes.get(name) or "" for name in ("width", "height"))
    return _ORNAMENT.search(urlsplit(url).path) is not None or any(
        size.isascii() and size.isdigit() and int(size[:6]) < _SMALLEST for size in sizes
    )


def caption(document: Document, node: Node | None, lead_image: str | None) -> Found:
    """Give the words below the lead image: JSON-LD's, or those of the figure that shows the same file."""
    stated = (node or {}).get("image")
    for key in ("caption", "description"):
        texts = [squeeze(unescape(text)) for text in jsonld.texts(stated, document.graph, key) if "://" not in text[:9]]
        if texts and isinstance(document.graph.resolve(stated), dict | list):
            return Found(texts[0][:_LONGEST_CAPTION], "jsonld")
    stem = _stem(lead_image or "")
    if not stem:
        return NOTHING
    for figure in document.nodes.get("figure", ())[:_MOST_FIGURES]:
        words = figure.css_first("figcaption")
        if words is not None and stem in (figure.html or ""):
            text = squeeze(words.text(separator=" "))
            return Found(text[:_LONGEST_CAPTION], "figure") if text else NOTHING
    return NOTHING


def media(document: Document, node: Node | None) -> tuple[Medium, ...]:
    """List what is embedded in the article, in the page's order; frames that are no known kind are advertisements."""
    found: dict[str, Medium] = {}
    for medium in (*_stated(document, node), *_embedded(document)):
        found.setdefault(medium.url, medium)
    return tuple(found.values())[:_MOST_MEDIA]


def _stated(document: Document, node: Node | None) -> Iterator[Medium]:
    kinds: tuple[tuple[str, MediumKind], ...] = (("video", "video"), ("audio", "audio"))
    for key, kind in kinds:
        value = (node or {}).get(key)
        for each in value if isinstance(value, list) else [value]:
            resolved = document.graph.resolve(each)
            if isinstance(resolved, dict):
                address = resolved.get("embedUrl") or resolved.get("contentUrl") or resolved.get("url")
                url = document.absolute(address) if isinstance(address, str) and address else None
                if url:
                    name = resolved.get("name")
                    yield Medium(kind, url, squeeze(unescape(name)) or None if isinstance(name, str) else None)


def _embedded(document: Document) -> Iterator[Medium]:
    for node in list(filter(_may_embed, document.nodes.get(EMBEDDED, ())))[:_MOST_MEDIA]:
        url = document.absolute(_address_of(node))
        kind = _kind_of(node, url) if url else None
        if url and kind and not is_elsewhere(node):
            title = node.attributes.get("title") or node.attributes.get("aria-label") or ""
            yield Medium(kind, url, squeeze(title) or None)


def _may_embed(node: LexborNode) -> bool:
    """Say whether an element embeds something: any but a quote that names no source."""
    if node.tag != "blockquote":
        return True
    attributes = node.attributes
    return bool({"cite", "data-instgrm-permalink"} & set(attributes)) or "tweet" in (attributes.get("class") or "")


def _kind_of(node: LexborNode, url: str) -> MediumKind | None:
    if node.tag == "video":
        return "video"
    if node.tag == "audio":
        return "audio"
    if node.tag in _PLAYERS:
        return "video"
    if _FACEBOOK.search(url):
        return "video" if "/video" in url else "post"
    kind = next((kind for kind, pattern in _KINDS if pattern.search(url)), None)
    return kind if node.tag in _FRAMES or kind == "post" else None


def _address_of(node: LexborNode) -> str:
    attributes = node.attributes
    if node.tag in _PLAYERS:
        name = attributes.get("data-videoid") or attributes.get("videoid")
        return f"https://www.youtube.com/watch?v={name}" if name else ""
    if attributes.get("data-telegram-post"):
        return f"https://t.me/{attributes['data-telegram-post']}"
    if node.tag == "blockquote":
        address = attributes.get("data-instgrm-permalink") or attributes.get("cite")
        links = node.css("a[href]") if not address else []
        return address or (links[-1].attributes.get("href") or "" if links else "")
    for name in _SOURCES:
        address = (attributes.get(name) or "").strip()
        if address and not address.startswith(("data:", "about:", "blob:")):
            return address.split(",")[0].split()[0] if "srcset" in name else address
    source = node.css_first("source[src]")
    return (source.attributes.get("src") or "") if source is not None else ""


def _stem(url: str) -> str:
    """Give a file's name without its ending and its size; whole where hardly anything would be left."""
    try:
        name = urlsplit(url).path.rsplit("/", 1)[-1]
    except ValueError:
        return ""
    stem = _SIZE.sub("", name.rsplit(".", 1)[0])
    return stem if len(stem) >= _SHORTEST_STEM else name
