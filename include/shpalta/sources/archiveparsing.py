"""The links of an archive page, out of the child that parses it."""

from __future__ import annotations

from typing import Any

from selectolax.lexbor import LexborHTMLParser

from shpalta.errors import DiscoveryError
from shpalta.sources.child import answer_parent
from shpalta.web.charset import decode

MOST_LINKS = 20_000


def parse_links(content: bytes, content_type: str) -> dict[str, Any]:
    """Give each link's address and words, and the address of the page's own rel=next. Raises DiscoveryError."""
    text = decode(content, content_type)
    if "<" not in text:
        raise DiscoveryError("The archive page is no HTML")
    tree = LexborHTMLParser(text)
    after = tree.css_first('link[rel~="next"][href], a[rel~="next"][href]')
    anchors = tree.css("a[href]")[:MOST_LINKS]
    return {
        "links": [(each.attributes.get("href") or "", " ".join(each.text(separator=" ").split())[:1_000]) for each in anchors],
        "next": after.attributes.get("href") if after else None,
    }


if __name__ == "__main__":
    answer_parent(parse_links)
