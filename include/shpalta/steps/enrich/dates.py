"""When: the dates that the body names, resolved against the day it came out."""

from __future__ import annotations

from shpalta.steps.enrich.options import EnrichOptions
from shpalta.steps.enrich.reading import Reading
from shpalta.text.dates.in_text import find_dates


def find_dates_mentioned(reading: Reading, options: EnrichOptions) -> dict[str, object]:
    """Give every date of the body with its EDTF value, its days, its grain and how sure it is."""
    rows = []
    for found in find_dates(reading.body.text, reading.published_on):
        start, end = reading.body.clean.origin(found.start, found.end)
        rows.append(
            {
                "text": reading.raw_body[start:end],
                "edtf": found.edtf,
                "first_day": found.first_day,
                "last_day": found.last_day,
                "grain": found.grain,
                "confidence": found.confidence,
                "span": {"start": start, "end": end},
            }
        )
    return {"dates_mentioned": rows}
