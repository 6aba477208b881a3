"""What the article is about, on IPTC Media Topics."""

from __future__ import annotations

from shpalta.steps.enrich.options import EnrichOptions
from shpalta.steps.enrich.reading import Reading
from shpalta.text.topics import TOPICS_METHOD, find_topics


def find_article_topics(reading: Reading, options: EnrichOptions) -> dict[str, object]:
    """Give the Media Topics of title and body, with their share of the words that tell topics, and the method."""
    topics = find_topics(reading.headline, reading.body)
    return {"topics": [{**topic._asdict(), "method": TOPICS_METHOD} for topic in topics]}
