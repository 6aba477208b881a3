"""The date of publication that a page made in the browser carries along for its programs."""

from __future__ import annotations

import re
from collections.abc import Iterator

# By their first digits: what a pattern begins with is found many times sooner than what it may begin with.
_DAY = rb"(?:\d\d-\d\d-\d\d[^\"'\\<>]{0,30}|\d\d[./]\d\d[./]\d\d(?!\d)|\d{6}(?=\\?[\"']))"
_VALUES = tuple(map(re.compile, (rb"20" + _DAY, rb"19" + _DAY, rb"1\d{9}(?:\d{3})?(?=[\\\"',}\s])")))
_KEY = re.compile(rb"(?P<key>[\w.:-]{4,40})\\?[\"']?\s*[:=]\s*\\?[\"']?\Z")
_PUBLISHED = re.compile(
    rb"(?:first)?publish(?:ed)?(?:at|on|date|time|datetime|timestamp|utc)*|publicationdate(?:time)?|publicationtime(?:stamp)?|pubdate"
    rb"|dateofpublication|date(?:first)?publish(?:ed)?|datepublication|displaydate(?:time)?|dateposted|posted(?:at|on|date)"
    rb"|postdate|articledate|issue(?:date|timestamp)|release(?:date|dat)|erscheinungsdatum"
)
_CREATED = re.compile(rb"created(?:at|on|date|time)|datecreated|creation(?:date|time)|contentcreated")
_OF_OTHERS = re.compile(rb"unpublish|last|modif|updat|expir|until|end|schedul|user|member|comment|valid|next|prev")
_LONGEST_KEY = 50
_MOST_MARKS = 50
_MARKS = rb"_.:-"


def stated_in_programs(markup: bytes, own: tuple[bytes, ...]) -> Iterator[str]:
    """Give the dates under keys that name a publication, then those of a creation, in the page's order.

    Programs carry other articles along, too: where days differ, those nearest to what names this one (`own`) come first.
    """
    published: list[tuple[int, bytes]] = []
    created: list[tuple[int, bytes]] = []
    for match in sorted((match for value in _VALUES for match in value.finditer(markup)), key=re.Match.start):
        key = _KEY.search(markup, max(match.start() - _LONGEST_KEY, 0), match.start())
        name = key["key"].lower().translate(None, _MARKS) if key else b""
        if name and not _OF_OTHERS.search(name):
            if _PUBLISHED.search(name):
                published.append((match.start(), match[0]))
            elif _CREATED.search(name):
                created.append((match.start(), match[0]))
    for dates in (published, created):
        if len({date[:10] for _, date in dates}) > 1:
            marks = [match.start() for name in own for match in re.finditer(re.escape(name), markup)][:_MOST_MARKS]
            dates.sort(key=lambda dated: min((abs(dated[0] - mark) for mark in marks), default=0))
        yield from (date.decode("utf-8", "ignore") for _, date in dates)
