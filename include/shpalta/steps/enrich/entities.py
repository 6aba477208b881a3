"""Who and what the article is about: people, organisations and places, each under one name."""

from __future__ import annotations

from shpalta.steps.enrich.options import EnrichOptions
from shpalta.steps.enrich.reading import Reading
from shpalta.text.entities.grouping import Entity, group

_HEADLINE_WEIGHT = 3


def find_entities(reading: Reading, options: EnrichOptions) -> dict[str, object]:
    """Group the body's mentions by whom they name, the most salient first; spans are code points of article_body."""
    entities = group(reading.body, reading.mentions, reading.language_code)
    in_headline = {(each.kind, each.key) for each in group(reading.headline, reading.headline_mentions, reading.language_code)}
    weights = [_weight(entity, (entity.kind, entity.key) in in_headline, len(reading.body.text)) for entity in entities]
    total = sum(weights)
    rows = [
        _row(entity, reading, (entity.kind, entity.key) in in_headline, weight / total)
        for entity, weight in zip(entities, weights, strict=True)
    ]
    rows.sort(key=lambda row: (-row["salience"], row["kind"], row["name"]))  # type: ignore[operator]
    return {"entities": rows}


def _weight(entity: Entity, is_in_headline: bool, length: int) -> float:
    """Weigh an entity by how often, how early and whether in the headline it stands."""
    return len(entity.mentions) + _HEADLINE_WEIGHT * is_in_headline + 1 - entity.mentions[0].start / length


def _row(entity: Entity, reading: Reading, is_in_headline: bool, salience: float) -> dict[str, object]:
    spans = [reading.body.clean.origin(mention.start, mention.end) for mention in entity.mentions]
    return {
        "kind": entity.kind,
        "name": entity.name,
        "key": entity.key,
        "count": len(entity.mentions),
        "is_in_headline": is_in_headline,
        "salience": round(salience, 4),
        "confidence": round(max(mention.confidence for mention in entity.mentions), 4),
        "forms": sorted({reading.raw_body[start:end] for start, end in spans}),
        "spans": [{"start": start, "end": end} for start, end in spans],
    }
