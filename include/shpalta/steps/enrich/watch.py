"""Which of the user's watch lists the article touches."""

from __future__ import annotations

from shpalta.steps.enrich.options import EnrichOptions
from shpalta.steps.enrich.reading import Reading
from shpalta.text.watch import find_hits


def find_watched(reading: Reading, options: EnrichOptions) -> dict[str, object]:
    """Give every hit of the watch lists in title and body, with its span there."""
    rows = []
    for field, passage in (("headline", reading.headline), ("article_body", reading.body)):
        for hit in find_hits(passage, options.watch_lists, reading.language_code):
            start, end = passage.clean.origin(hit.start, hit.end)
            rows.append(
                {
                    "watch_list": hit.watch_list,
                    "term": hit.term,
                    "text": passage.text[hit.start : hit.end],
                    "field": field,
                    "span": {"start": start, "end": end},
                }
            )
    return {"watch_hits": rows}
