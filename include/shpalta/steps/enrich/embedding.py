"""What the article means, as numbers, where the user has chosen an embedder."""

from __future__ import annotations

from shpalta.steps.enrich.options import EnrichOptions
from shpalta.steps.enrich.reading import Reading
from shpalta.text.embeddings import NONE, embed, lead_of, model_name


def find_embedding(reading: Reading, options: EnrichOptions) -> dict[str, object]:
    """Embed title and lead with the embedder of the options, and name the model; null where there is none."""
    vector = () if options.embedder == NONE else embed(options.embedder, lead_of(reading.headline.text, reading.body.text))
    return {
        "embedding": list(vector) if vector else None,
        "embedding_model": model_name(options.embedder) if vector else None,
    }
