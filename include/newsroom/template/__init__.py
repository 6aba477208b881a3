"""Pages as the two sites print them: any article, or a list of articles, in either site's template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from newsroom.model import SITES, Article, Site, Teaser
from newsroom.template import lyman, obrii
from newsroom.template.pieces import Surroundings

__all__ = ["Surroundings", "render_article", "render_list"]


class _Design(Protocol):
    def article_page(self, site: Site, article: Article, around: Surroundings) -> str: ...

    def list_page(self, site: Site, headline: str, entries: Sequence[Teaser], around: Surroundings) -> str: ...


_DESIGNS: Mapping[str, _Design] = {"lyman": lyman, "obrii": obrii}


def render_article(article: Article, around: Surroundings) -> str:
    """Render an article as a page of its own site; its layout decides where its teasers stand.

    render_article(article, Surroundings(base_url="http://127.0.0.1:8091", today=article.day))
    """
    return _DESIGNS[article.site].article_page(SITES[article.site], article, around)


def render_list(site: str, headline: str, entries: Sequence[Teaser], around: Surroundings) -> str:
    """Render a front, section, tag or archive page: the headline and links to articles in the given order."""
    return _DESIGNS[site].list_page(SITES[site], headline, entries, around)
