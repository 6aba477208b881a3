"""What the article is about, on IPTC Media Topics."""

from __future__ import annotations

from shpalta.steps.enrich.options import EnrichOptions
from shpalta.steps.enrich.reading import Reading
from shpalta.text.embeddings import NONE, TOPIC_HEAD, embed, lead_of, topic_shares
from shpalta.text.topics import TOPICS_METHOD, find_topics


def find_article_topics(reading: Reading, options: EnrichOptions) -> dict[str, object]:
    """Give the Media Topics of title and body, how sure each is, and the method: words, or the meaning where it is embedded."""
    vector = () if options.embedder == NONE else embed(options.embedder, lead_of(reading.headline.text, reading.body.text))
    if vector:
        topics = find_topics(reading.headline, reading.body, reading.language_code, likely=topic_shares(vector))
    else:
        topics = find_topics(reading.headline, reading.body, reading.language_code)
    method = f"{options.embedder}+{TOPIC_HEAD}" if vector else TOPICS_METHOD
    return {"topics": [{**topic._asdict(), "method": method} for topic in topics]}
