"""What many pages of one source share is its template and not the article: lines that the pages of a day have in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

_LEAST_PAGES = 4
_LEAST_SHARE = 0.4
_LEAST_LEFT = 0.5
_LONG = 60


def shared_lines(bodies: Mapping[str, str]) -> frozenset[str]:
    """Find the lines that stand in many of a source's articles; `bodies` are texts by what tells their pages apart.

    Texts that are the same count once: an article under two addresses is no template.
    """
    texts = {body for body in bodies.values() if body}
    counts = Counter(line for text in texts for line in set(text.split("\n")))
    least = max(_LEAST_PAGES, _LEAST_SHARE * len(texts))
    return frozenset(line for line, count in counts.items() if count >= least)


def without_shared(body: str, shared: Collection[str]) -> str:
    """Take shared lines off both ends of a text, and long ones out of it; a text that would lose half of itself stays."""
    lines = body.split("\n")
    first, last = 0, len(lines)
    while first < last and lines[first] in shared:
        first += 1
    while last > first and lines[last - 1] in shared:
        last -= 1
    own = [line for line in lines[first:last] if len(line) < _LONG or line not in shared]
    left = "\n".join(own)
    return left if len(left) >= _LEAST_LEFT * len(body) else body
