"""What an element's tag, class, id and role call it: the words that sites everywhere use for the parts of a page."""

from __future__ import annotations

import re

import ahocorasick_rs

from shpalta.text.memo import Memo

# What a block stands in, as bits; an element's are inherited by what stands inside it.
NAV, ASIDE, FOOTER, HEADER, ARTICLE, MAIN, FIGURE, LIST, TABLE, QUOTE, FORM, SECTION = (1 << bit for bit in range(12))
BODY, RELATED, COMMENT, META, SHARE, CAPTION, ADVERT, MENU, HIDDEN, TAGS, WIDGET, LEAD = (1 << bit for bit in range(12, 24))
LEGEND = 1 << 24

TAG_FLAGS = {
    "nav": NAV, "aside": ASIDE, "footer": FOOTER, "header": HEADER, "article": ARTICLE, "main": MAIN, "figure": FIGURE,
    "figcaption": FIGURE | CAPTION | LEGEND, "ul": LIST, "ol": LIST, "dl": LIST, "menu": MENU, "table": TABLE,
    "blockquote": QUOTE,
    "form": FORM, "section": SECTION, "caption": CAPTION, "address": META,
}  # fmt: skip

# Parts of names, lower-cased, with one hyphen for every separator and around the whole: "-ad-" is the word, "relat" any part.
_WORDS = {
    BODY: "article-body articlebody article-content article-text articletext entry-content post-content post-body post-text "
    "story-body story-content story-text body-text body-content content-body content-text full-text fulltext news-text "
    "news-body news-content paragraph rich-text richtext text-content article-main -text-",
    RELATED: "relat recommend -more- readmore read-more read-also see-also -also- popular trending -most- latest teaser promo "
    "suggest similar outbrain taboola -next- up-next -card card- recirc -feed carousel slider swiper",
    COMMENT: "comment disqus respond -reply discussion",
    META: "author byline -date date- -time time- -meta meta- -info source credit publish -bio views rating -rate",
    SHARE: "share sharing social follow facebook twitter telegram whatsapp subscri newsletter sign-up signup",
    CAPTION: "caption -image image- photo picture gallery thumb figure -media media- video player",
    LEGEND: "caption",
    ADVERT: "-ad- -ads- advert banner sponsor promot dfp commercial partner affiliate",
    MENU: "menu -nav nav- navigation breadcrumb header footer toolbar pagination pager cookie consent gdpr modal popup login "
    "-search search- copyright legal",
    HIDDEN: "hidden sr-only visually screen-reader -print-",
    TAGS: "-tag- -tags- taglist tag-list tagcloud tag-cloud keyword topic categor label",
    WIDGET: "sidebar -side- widget complementary -right- right- -left- left- -rail -box box- aside survey -poll quiz "
    "paywall premium donate support",
    LEAD: "-lead- lead- -intro- intro- summary standfirst excerpt subtitle subhead -deck- -dek- perex anons description",
}
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SEPARATORS = str.maketrans(dict.fromkeys(" \t\n_./:|,", "-"))

_PARTS = [(part, flag) for flag, parts in _WORDS.items() for part in parts.split()]
_MATCHER = ahocorasick_rs.AhoCorasick([part for part, _ in _PARTS])
_FLAG_OF = [flag for _, flag in _PARTS]


def _named(names: str) -> int:
    parted = names if names.islower() else _CAMEL.sub("-", names).lower()
    spelled = f"-{parted.translate(_SEPARATORS)}-"
    flags = 0
    for part, _, _ in _MATCHER.find_matches_as_indexes(spelled, overlapping=True):
        flags |= _FLAG_OF[part]
    return flags


# What an element's names call it, as flags.
named = Memo(_named)
