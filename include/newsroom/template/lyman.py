"""«Вечірній Лиман», a city paper: OpenGraph and meta tags, and the date in Ukrainian words; its old engine has words alone."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from newsroom.almanac import long_date
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

_EDITORS = "Редакція"


def article_page(site: Site, article: Article, around: Surroundings) -> str:
    if article.layout == "old_engine":
        return _old_page(site, article, around)
    inside = article.layout == "related_inside"
    text = _body(article.blocks)
    if inside:
        text += related_inside("Інші новини", article.teasers, "Average Rating")
    main = fill(
        "lyman_article.html",
        base_url=around.base_url,
        section_url=section_url(site, article, around.base_url),
        section=escape(article.section),
        headline=escape(article.headline, quote=False),
        byline=_byline(article),
        credit=_credit(article),
        date_words=long_date(article.day),
        time=clock(article.published_at) + _updated(article),
        views=around.views,
        image_url=image_url(article, around.base_url),
        body=lines(text),
        tags=_tags(article, around.base_url),
        author_box=_author_box(article),
        related="" if inside else _related(article.teasers),
        comments=lines(_comment(*each) for each in around.comments),
    )
    head = _head(site, article, around.base_url)
    return _framed(site, around, title=article.headline, head=head, main=main, kind="single")


def list_page(site: Site, headline: str, entries: Sequence[Teaser], around: Surroundings) -> str:
    rows = (f"<li>{link(each.url, each.title)}{tag('p', each.text)}</li>" for each in entries)
    main = fill("lyman_list.html", headline=escape(headline), entries=lines(rows))
    return _framed(site, around, title=headline, head="", main=main, kind="archive")


def _framed(site: Site, around: Surroundings, *, title: str, head: str, main: str, kind: str) -> str:
    return fill(
        "lyman_frame.html",
        language=site.language,
        base_url=around.base_url,
        title=escape(title),
        head=head,
        kind=kind,
        today=long_date(around.today),
        year=around.today.year,
        menu=lines(f"<li>{link(url, name)}</li>" for url, name in menu(site, around.base_url, site.language)),
        main=main,
        latest=lines(f"<li>{link(each.url, each.title)}</li>" for each in around.latest),
        popular=lines(f"<li>{link(each.url, each.title)}</li>" for each in around.popular),
    )


def _head(site: Site, article: Article, base_url: str) -> str:
    url = base_url + article.path
    rows = [
        f'<link rel="canonical" href="{escape(url)}">',
        *alternates(article),
        meta("name", "description", article.summary),
        *(meta("name", "author", name) for name in article.authors),
        meta("property", "og:type", "article"),
        meta("property", "og:site_name", site.name),
        meta("property", "og:locale", "uk_UA"),
        meta("property", "og:title", article.headline),
        meta("property", "og:description", article.summary),
        meta("property", "og:url", url),
        meta("property", "og:image", image_url(article, base_url)),
        meta("property", "article:published_time", local(article.published_at).isoformat()),
        meta("property", "article:section", article.section),
        *(meta("property", "article:tag", each) for each in article.tags),
    ]
    if article.modified_at:
        rows.append(meta("property", "article:modified_time", local(article.modified_at).isoformat()))
    return lines(rows)


def _body(blocks: Sequence[Block]) -> list[str]:
    return body(blocks, subheading="h2", read_also=_read_also)


def _read_also(block: Block) -> str:
    return f'<div class="read-also">Читайте також: {link(block.url, block.text)}</div>'


def _updated(article: Article) -> str:
    return f" (оновлено о {clock(article.modified_at)})" if article.modified_at else ""


def _byline(article: Article) -> str:
    return ", ".join(tag("a", name, rel="author", href="#author") for name in article.authors) or _EDITORS


def _credit(article: Article) -> str:
    return tag("span", f"За матеріалами агентства «{article.credit}»", class_="post-source") if article.credit else ""


def _author_box(article: Article) -> str:
    boxes = (
        f'<div class="author-box" id="author"><b>{escape(name)}</b>'
        "<p>Журналіст «Вечірнього Лиману». Маєте історію для газети? Пишіть: redaktsiia@lyman.example</p></div>"
        for name in article.authors
    )
    return lines(boxes)


def _tags(article: Article, base_url: str) -> str:
    links = " ".join(link(base_url + tag_path(each), each, rel="tag") for each in article.tags)
    return f'<div class="post-tags">Теги: {links}</div>' if links else ""


def _related(teasers: Sequence[Teaser]) -> str:
    rows = (f"<li>{link(each.url, each.title)}{tag('p', each.text)}</li>" for each in teasers)
    return f'<section class="related">\n<h3>Читайте також</h3>\n<ul>\n{lines(rows)}\n</ul>\n</section>'


def _comment(name: str, when: str, text: str) -> str:
    return f'<div class="comment"><b>{escape(name)}</b> <i>{escape(when)}</i>{tag("p", text)}</div>'


def _old_page(site: Site, article: Article, around: Surroundings) -> str:
    url = around.base_url + article.path
    return fill(
        "lyman_old.html",
        base_url=around.base_url,
        url=escape(url),
        headline=escape(article.headline, quote=False),
        menu=lines(f"{link(url, name)}<br>" for url, name in menu(site, around.base_url, site.language)),
        section_url=section_url(site, article, around.base_url),
        section=escape(article.section),
        date_words=long_date(article.day),
        time=clock(article.published_at),
        byline=escape(", ".join(article.authors)),
        body=lines(_body(article.blocks)),
        related=lines(f"<p>{link(each.url, each.title)}<br>{escape(each.text)}</p>" for each in article.teasers),
        year=around.today.year,
    )
