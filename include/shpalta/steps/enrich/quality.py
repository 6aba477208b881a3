"""How the text looks to the filters of corpus builders."""

from __future__ import annotations

from shpalta.steps.enrich.options import EnrichOptions
from shpalta.steps.enrich.reading import Reading
from shpalta.text.quality import quality_signals


def measure_quality(reading: Reading, options: EnrichOptions) -> dict[str, object]:
    """Record the body's quality signals; nothing is dropped by them."""
    return {"quality": quality_signals(reading.body, reading.language_code)}
