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

# Parameters that say how a reader came, never which article: whole families only where no site could mean anything else.
_TRACKER = re.compile(
    r"(?:utm|mtm|matomo|piwik|vero|guce|_branch|mindbox)[_-][a-z_0-9-]+|(?:oly_anon|oly_enc|admitad|tagtag)_[a-z_0-9]+"
    r"|(?:_hs|__hs)[a-z_0-9]+|hsctatracking|hsa_(?:acc|cam|grp|ad|src|tgt|kw|mt|net|ver|la|ol)|trk(?:_contact|_msg|_module|_sid)"
    r"|pk_(?:campaign|kwd|keyword|source|medium|content|cid)|fb_(?:action_ids|action_types|source|ref|comment_id)"
    r"|ga_(?:source|medium|term|content|campaign|place)|ns_(?:source|mchannel|campaign|linkname|fee)"
    r"|sc_(?:cid|channel|campaign|content|medium|outcome|geo|country)|(?:itm|int)_(?:source|medium|campaign|content|term|channel)"
    r"|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|gad|gad_source|gad_campaignid|srsltid|msclkid|yclid|ysclid|ymclid|twclid|ttclid"
    r"|li_fat_id|igshid|igsh|epik|rb_clickid|mibextid|sfnsn|__tn__|wickedid|mkt_tok|mc_cid|mc_eid|_ga|_gl|_ke|_kx|ef_id|s_kwcid"
    r"|_openstat|openstat|__s|__twitter_impression|tg_rhash|erid|dm_i|_bta_tid|_bta_c|ml_subscriber(?:_hash)?|ck_subscriber_id"
    r"|irclickid|irgwc|cjevent|zanpid|wt[._]mc(?:_id)?|soc_src|soc_trk|guccounter|spot_im_comment_id"
    r"|at_(?:medium|campaign|custom\d|link_\w+|bbc_team|ptr_name|format)|xtor|smid|smtyp|cmpid|cmp|ocid|ito|spm|scm|s_cid|icid"
    r"|ref_src|ref_url|campaign_id|ncid|sr_share|tblci|oborigurl|dicbo|outputtype_rss|phpsessid|jsessionid|aspsessionid\w*"
    r"|cfid|cftoken|hss_channel|maca|_x_tr_\w+",
    re.IGNORECASE,
)
_CHANNEL_NAMES = frozenset({"from", "ref", "referer", "referrer", "source", "src", "via", "share", "traffic_source", "feed"})
_CHANNELS = frozenset(
    {"rss", "feed", "atom", "twitter", "x", "facebook", "fb", "telegram", "tg", "viber", "whatsapp", "instagram", "linkedin"}
    | {"email", "mail", "newsletter", "push", "web_push", "homepage", "main", "mainpage", "recommendation", "recommended"}
    | {"related", "social", "share", "google", "googlenews", "google_news", "news.google", "t.co", "t.me", "l.facebook"}
)
# A URL that ada has written: its parts can be told apart by the signs between them.
_NORMAL = re.compile(
    r"(?P<scheme>https?)://(?:(?P<credentials>[^/?#@]*)@)?(?P<host>\[[0-9a-f:.]+\]|[^/?#@:\[\]]+)(?P<port>:\d+)?"
    r"(?P<path>/[^?#]*)(?:\?(?P<query>[^#]*))?(?:#.*)?",
    re.DOTALL,
)
_INDEX_PAGE = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?)$", re.IGNORECASE)
# What means the same escaped and plain: letters, digits, and signs that divide nothing in a path, or in a query.
_PLAIN_IN_PATH = frozenset("-._~!'()*,:@$|[]")
_PLAIN_IN_QUERY = _PLAIN_IN_PATH | frozenset("/?{}^`")
_ESCAPE = re.compile(r"%([0-9a-f]{2})", re.IGNORECASE)
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


@lru_cache(maxsize=4_096)
def parse(url: str, base: str | None = None) -> WebUrl:
    """Parse an absolute URL, or one relative to `base`. Raises BadUrl for what no page may be fetched from."""
    if len(url) > MAX_LENGTH:
        raise BadUrl(f"A URL of {len(url)} characters is longer than {MAX_LENGTH}: {url[:80]}…")
    try:
        href = ada_url.join_url(base, url) if base else ada_url.normalize_url(url)
    except ValueError as error:
        raise BadUrl(f"{url!r} is not a URL") from error
    parts = _NORMAL.fullmatch(href)
    if parts is None:
        raise BadUrl(f"{url!r} is not an http or https URL")
    if parts["credentials"] is not None:
        raise BadUrl(f"A URL with credentials is not followed: {parts['scheme']}://…@{parts['host']}")
    query = parts["query"] or ""
    plain = f"{parts['scheme']}://{parts['host']}{parts['port'] or ''}{parts['path']}"
    plain += f"?{query}" if parts["query"] is not None else ""
    return WebUrl(plain, parts["scheme"], parts["host"], (parts["port"] or "")[1:], parts["path"], query)


def url_key(url: str) -> str:
    """Give the same key exactly for URLs that fetch the same article: trackers, scheme, www, order and escapes folded.

    Raises BadUrl. The key is for comparing; what is fetched is the URL as it was discovered.
    """
    parts = parse(url)
    host = parts.host.rstrip(".").removeprefix("www.")
    port = f":{parts.port}" if parts.port else ""
    path = _fold_escapes(_SESSION_PATH.sub("", parts.path), _PLAIN_IN_PATH)
    path = _INDEX_PAGE.sub("/", _DOUBLE_SLASH.sub("/", path)).rstrip("/")
    parameters = (_fold_escapes(each.replace("+", "%20"), _PLAIN_IN_QUERY) for each in parts.query.split("&"))
    telling = [each.removesuffix("=") if each.count("=") == 1 else each for each in parameters if _tells_apart(each)]
    query = "&".join(sorted(telling, key=lambda each: each.partition("=")[0]))
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
    return _registered(parts.host) or parts.origin.partition("://")[2]


@lru_cache(maxsize=4_096)
def _registered(host: str) -> str | None:
    return tld.get_fld(f"https://{host}/", fail_silently=True)


def is_same_site(url: str, other: str) -> bool:
    """Tell whether two URLs lie under one registered domain; False for what is no URL."""
    try:
        return registered_domain(url) == registered_domain(other)
    except BadUrl:
        return False


def _tells_apart(parameter: str) -> bool:
    name, _, value = parameter.partition("=")
    if not parameter or _TRACKER.fullmatch(name.removeprefix("amp;")):
        return False
    channel = value.lower().removeprefix("www.").removesuffix(".com")
    return not (name.lower() in _CHANNEL_NAMES and channel in _CHANNELS)


def _fold_escapes(text: str, plain: frozenset[str]) -> str:
    """Write escapes of letters, digits and `plain` signs as what they stand for, and all others in capitals."""
    return _ESCAPE.sub(lambda match: _unescaped(match[0], chr(int(match[1], 16)), plain), text)


def _unescaped(escape: str, letter: str, plain: frozenset[str]) -> str:
    return letter if letter in plain or (letter.isascii() and letter.isalnum()) else escape.upper()
