"""URLs: parsing as browsers do (WHATWG, by ada), what a URL fetches, and who owns it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache

import ada_url
import tld

from shpalta.errors import BadUrl

MAX_LENGTH = 8_192

_TRACKER = re.compile(
    r"(?:utm|mtm|matomo|piwik|pk|hsa|vero|oly_anon|oly_enc|_hs|__hs|ns|fb|ga|itm|iesrc|sc)_[a-z_0-9]+"
    r"|utm|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|srsltid|msclkid|yclid|ysclid|ymclid|twclid|ttclid|li_fat_id|igshid|igsh|epik"
    r"|rb_clickid|mibextid|wickedid|mkt_tok|mc_cid|mc_eid|_ga|_gl|_ke|_openstat|openstat|__s|_hsenc|_hsmi|hsctatracking|__twitter_impression"
    r"|at_(?:medium|campaign|custom\d|link_\w+|bbc_team|ptr_name|format)|xtor|smid|smtyp|cmpid|cmp|ocid|ito|spm|scm|s_cid|icid"
    r"|ref_src|ref_url|campaign_id|ncid|sr_share|tblci|oborigurl|dicbo|outputtype_rss|phpsessid|jsessionid|aspsessionid\w*|cfid|cftoken",
    re.IGNORECASE,
)
_CHANNEL_NAMES = frozenset({"from", "ref", "referer", "referrer", "source", "src", "via", "share", "traffic_source", "feed"})
_CHANNELS = frozenset(
    {"rss", "feed", "atom", "twitter", "x", "facebook", "fb", "telegram", "tg", "viber", "whatsapp", "instagram", "linkedin"}
    | {"email", "mail", "newsletter", "push", "web_push", "homepage", "main", "mainpage", "recommendation", "recommended"}
    | {"related", "social", "share", "google", "googlenews", "news.google.com", "t.co", "t.me"}
)
_INDEX_PAGE = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?)$", re.IGNORECASE)
_UNRESERVED = re.compile(r"%([2-7][0-9A-Fa-f])")
_ESCAPE = re.compile(r"%[0-9a-f]{2}", re.IGNORECASE)
_SESSION_PATH = re.compile(r";(?:jsessionid|phpsessid)=[^/?#]*", re.IGNORECASE)
_DOUBLE_SLASH = re.compile(r"(?<!:)/{2,}")


@dataclass(frozen=True)
class WebUrl:
    """An http or https URL in its WHATWG form."""

    href: str
    scheme: str
    host: str
    port: str
    path: str
    query: str

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.host}{':' + self.port if self.port else ''}"


@lru_cache(maxsize=65_536)
def parse(url: str, base: str | None = None) -> WebUrl:
    """Parse an absolute URL, or one relative to `base`. Raises BadUrl for what no page may be fetched from."""
    if len(url) > MAX_LENGTH:
        raise BadUrl(f"A URL of {len(url)} characters is longer than {MAX_LENGTH}: {url[:80]}…")
    try:
        parsed = ada_url.URL(url, base) if base else ada_url.URL(url)
    except ValueError as error:
        raise BadUrl(f"{url!r} is not a URL") from error
    if parsed.protocol not in ("http:", "https:") or not parsed.hostname:
        raise BadUrl(f"{url!r} is not an http or https URL")
    if parsed.username or parsed.password:
        raise BadUrl(f"A URL with credentials is not followed: {parsed.protocol}//…@{parsed.host}")
    href = parsed.href.removesuffix(parsed.hash)
    return WebUrl(
        href.removesuffix("#"), parsed.protocol[:-1], parsed.hostname, parsed.port, parsed.pathname, parsed.search[1:]
    )


def url_key(url: str) -> str:
    """Give the same key exactly for URLs that fetch the same article: trackers, scheme, www, order and escapes folded.

    Raises BadUrl. The key is for comparing; what is fetched is the URL as it was discovered.
    """
    parts = parse(url)
    host = parts.host.rstrip(".").removeprefix("www.")
    port = f":{parts.port}" if parts.port else ""
    path = _SESSION_PATH.sub("", parts.path)
    path = _INDEX_PAGE.sub("/", _DOUBLE_SLASH.sub("/", _fold_escapes(path))).rstrip("/")
    query = "&".join(sorted(_fold_escapes(each.replace("+", "%20")) for each in parts.query.split("&") if _tells_apart(each)))
    return f"{host}{port}{path or '/'}{'?' + query if query else ''}"


def twin_key(url: str) -> str:
    """Give a key that AMP and mobile editions share with their article: a hint that rel=canonical or the text must confirm."""
    key = url_key(url)
    host, slash, rest = key.partition("/")
    labels = [label for label in host.split(".") if label not in ("m", "amp", "mobile", "touch")]
    rest = re.sub(r"(?:^|/)amp(?=/|\?|$)|\.amp(?=\.html|\?|$)|[?&](?:amp(?:=[^&]*)?|outputType=amp)(?=&|$)", "", rest)
    return f"{'.'.join(labels)}{slash}{rest.lstrip('/')}"


def article_id(url: str) -> str:
    """Give the 32 hex digits that stand for an article: of its canonical URL's key."""
    return hashlib.sha256(url_key(url).encode()).hexdigest()[:32]


def registered_domain(url: str) -> str:
    """Give the domain that somebody registered (`b.com.ua` of `a.b.com.ua`); for addresses and bare names, host and port."""
    parts = parse(url)
    found = tld.get_fld(f"https://{parts.host}/", fail_silently=True)
    return found or parts.origin.partition("://")[2]


def is_same_site(url: str, other: str) -> bool:
    """Tell whether two URLs lie under one registered domain; False for what is no URL."""
    try:
        return registered_domain(url) == registered_domain(other)
    except BadUrl:
        return False


def _tells_apart(parameter: str) -> bool:
    name, _, value = parameter.partition("=")
    if not parameter or _TRACKER.fullmatch(name):
        return False
    return not (name.lower() in _CHANNEL_NAMES and value.lower() in _CHANNELS)


def _fold_escapes(text: str) -> str:
    text = _UNRESERVED.sub(lambda match: _plain(match[0], int(match[1], 16)), text)
    return _ESCAPE.sub(lambda match: match[0].upper(), text)


def _plain(escape: str, code: int) -> str:
    letter = chr(code)
    return letter if letter.isalnum() or letter in "-._~" else escape
