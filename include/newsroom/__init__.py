"""The sample newsroom: two invented sites with a week of news, which the demo and the tests crawl.

    with newsroom.serve(date(2026, 11, 22)) as room:
        room.base_urls["lyman"]         where «Вечірній Лиман» is
        room.move_to(2)                 the second edition: other teasers, revised texts

Everything in it is written for Shpalta and invented: cities, people and events. `content/` holds the texts, a file a day;
what each candidate must become stands beside it and is read by `newsroom.expectations`.
"""

from newsroom.model import Article, Teaser, blocks_of
from newsroom.server import Newsroom, serve
from newsroom.sources import sources_yaml

__all__ = ["Article", "Newsroom", "Teaser", "blocks_of", "serve", "sources_yaml"]
