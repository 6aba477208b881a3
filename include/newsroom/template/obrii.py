"""«Обрій», a news agency: JSON-LD says everything, the visible date is in digits, "read also" links stand in the text."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape

from newsroom.model import Article, Block, Site, Teaser
from newsroom.template.pieces import (
    Surroundings,
    alternates,
    body,
    clock,
    fill,
    image_url,
    lines,
    link,
    local,
    menu,
    meta,
    related_inside,
    section_url,
    tag,
    tag_path,
)

_READ_ALSO = {"uk": "Читайте також", "ru": "Читайте также", "en": "Read also"}
_WORDS_A_MINUTE = 180


def article_page(site: Site, article: Article, around: Surroundings) -> str:
    inside = article.layout == "related_inside"
    text = _body(article)
    if inside:
        text += related_inside("Інші новини", article.teasers, "Average Rating")
    main = fill(
        "obrii_article.html",
        section_url=section_url(site, article, around.base_url),
        section=escape(article.section),
        published_iso=local(article.published_at).isoformat(),
        dotted_date=f"{article.day:%d.%m.%Y}",
        time=clock(article.published_at),
        headline=escape(article.headline, quote=False),
        minutes=max(1, round(len(article.body.split()) / _WORDS_A_MINUTE)),
        image_url=image_url(article, around.base_url),
        body=lines(text),
        byline=_byline(article),
        tags=_tags(article, around.base_url),
        related="" if inside else _related(article.teasers, article.language),
    )
    head = _head(site, article, around.base_url)
    return _framed(site, around, language=article.language, title=article.headline, head=head, main=main, kind="article")


def list_page(site: Site, headline: str, entries: Sequence[Teaser], around: Surroundings) -> str:
    rows = (f"<li>{link(each.url, each.title)}</li>" for each in entries)
    main = fill("obrii_list.html", headline=escape(headline), entries=lines(rows))
    return _framed(site, around, language=site.language, title=headline, head="", main=main, kind="list")


def _framed(site: Site, around: Surroundings, *, language: str, title: str, head: str, main: str, kind: str) -> str:
    return fill(
        "obrii_frame.html",
        language=language,
        base_url=around.base_url,
        title=escape(title),
        head=head,
        kind=kind,
        year=around.today.year,
        menu=lines(link(url, name) for url, name in menu(site, around.base_url, language)),
        main=main,
        latest=lines(f"<li>{link(each.url, each.title)}</li>" for each in around.latest),
        popular=lines(f"<li>{link(each.url, each.title)}</li>" for each in around.popular),
    )


def _head(site: Site, article: Article, base_url: str) -> str:
    written = json.dumps(_json_ld(site, article, base_url), ensure_ascii=False).replace("<", "\\u003c")
    rows = [
        f'<link rel="canonical" href="{escape(base_url + article.path)}">',
        *alternates(article),
        meta("name", "description", article.summary),
        meta("property", "og:title", article.headline),
        meta("property", "og:image", image_url(article, base_url)),
        f'<script type="application/ld+json">{written}</script>',
    ]
    return lines(rows)


def _json_ld(site: Site, article: Article, base_url: str) -> dict[str, object]:
    publisher = {"@type": "NewsMediaOrganization", "@id": f"{base_url}/#agency", "name": site.name, "url": f"{base_url}/"}
    people = [{"@type": "Person", "name": name} for name in article.authors]
    news = {
        "@type": "NewsArticle",
        "headline": article.headline,
        "description": article.summary,
        "datePublished": local(article.published_at).isoformat(),
        "dateModified": local(article.modified_at or article.published_at).isoformat(),
        "author": people or {"@id": f"{base_url}/#agency"},
        "publisher": {"@id": f"{base_url}/#agency"},
        "articleSection": article.section,
        "keywords": list(article.tags),
        "inLanguage": article.language,
        "image": image_url(article, base_url),
        "isAccessibleForFree": True,
        "mainEntityOfPage": base_url + article.path,
    }
    return {"@context": "https://schema.org", "@graph": [publisher, news]}


def _body(article: Article) -> list[str]:
    def read_also(block: Block) -> str:
        return f'<div class="read-also">{_READ_ALSO[article.language]}: {link(block.url, block.text)}</div>'

    lead, *others = article.blocks
    return [tag("p", lead.text, class_="n-lead"), *body(others, subheading="h3", read_also=read_also)]


def _byline(article: Article) -> str:
    names = ", ".join(article.authors) or "«Обрій»"
    return tag("div", names, class_="n-author")


def _tags(article: Article, base_url: str) -> str:
    links = lines(link(base_url + tag_path(each), each) for each in article.tags)
    return f'<div class="n-tags">\n{links}\n</div>' if links else ""


def _related(teasers: Sequence[Teaser], language: str) -> str:
    cards = (f'<div class="n-card"><h4>{link(each.url, each.title)}</h4>{tag("p", each.text)}</div>' for each in teasers)
    return f'<section class="n-more">\n<h2>{_READ_ALSO[language]}</h2>\n{lines(cards)}\n</section>'
