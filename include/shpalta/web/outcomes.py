"""What can become of a request for a page: the closed list, with what each means and whether a later run tries again."""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    """Name what became of a candidate in `fetch`; stands in pages.fetch_outcome."""

    FETCHED = "fetched"
    NOT_MODIFIED = "not_modified"
    ROBOTS = "robots"
    OPTED_OUT = "opted_out"
    GONE = "gone"
    BLOCKED = "blocked"
    HTTP_ERROR = "http_error"
    TOO_BIG = "too_big"
    BAD_CONTENT = "bad_content"
    BAD_URL = "bad_url"
    BAD_REDIRECT = "bad_redirect"
    UNSAFE_ADDRESS = "unsafe_address"
    ROBOTS_UNREACHABLE = "robots_unreachable"
    BAD_ANSWER = "bad_answer"
    TRUNCATED = "truncated"
    SERVER_ERROR = "server_error"
    TIMEOUT = "timeout"
    TLS = "tls"
    UNREACHABLE = "unreachable"
    DEFERRED = "deferred"
    OVER_LIMIT = "over_limit"

    @property
    def is_kept(self) -> bool:
        """Tell whether a page stands in raw for it."""
        return self in (Outcome.FETCHED, Outcome.NOT_MODIFIED)

    @property
    def is_retryable(self) -> bool:
        """Tell whether a later run tries again without being asked to refetch."""
        return self in _RETRYABLE

    @property
    def sentence(self) -> str:
        """Say in one sentence what it means."""
        return MEANING[self]


_RETRYABLE = frozenset(
    {
        Outcome.ROBOTS_UNREACHABLE,
        Outcome.BAD_ANSWER,
        Outcome.TRUNCATED,
        Outcome.SERVER_ERROR,
        Outcome.TIMEOUT,
        Outcome.TLS,
        Outcome.UNREACHABLE,
        Outcome.DEFERRED,
        Outcome.OVER_LIMIT,
    }
)

MEANING = {
    Outcome.FETCHED: "The page was received whole and is kept in raw.",
    Outcome.NOT_MODIFIED: "The site says, or its bytes show, that the page is still the one kept before.",
    Outcome.ROBOTS: "The site's robots.txt forbids the page.",
    Outcome.OPTED_OUT: "The site reserves its rights against text mining, and the settings honour that.",
    Outcome.GONE: "The site says that there is no such page (404, 410).",
    Outcome.BLOCKED: "The site refuses to give us the page (401, 402, 403, 407, 451).",
    Outcome.HTTP_ERROR: "The site answered with another error or with no page at all (other 4xx, 204, 1xx).",
    Outcome.TOO_BIG: "The page is larger than the limit, as sent or once decompressed.",
    Outcome.BAD_CONTENT: "What came is not a web page: another media type, empty, or its compression is corrupt.",
    Outcome.BAD_URL: "The URL cannot be fetched: not http(s), malformed, or with credentials.",
    Outcome.BAD_REDIRECT: "The redirects loop, are too many or lead nowhere.",
    Outcome.UNSAFE_ADDRESS: "The URL leads to a private, loopback or link-local address.",
    Outcome.ROBOTS_UNREACHABLE: "robots.txt could not be read (5xx, 429, no answer), so nothing may be fetched.",
    Outcome.BAD_ANSWER: "The answer breaks HTTP: malformed, or with more headers than we accept.",
    Outcome.TRUNCATED: "The connection ended before the page did.",
    Outcome.SERVER_ERROR: "The site is in trouble (5xx).",
    Outcome.TIMEOUT: "The page did not come within its time (or 408).",
    Outcome.TLS: "The site's certificate or encryption cannot be trusted.",
    Outcome.UNREACHABLE: "No connection: the name does not resolve, nothing answers, or the connection was reset.",
    Outcome.DEFERRED: "Left for a later run: the site asked to wait (429), failed too often, or its time was used up.",
    Outcome.OVER_LIMIT: "Not asked for: the run or the source limits how many pages are fetched.",
}


def of_status(status: int) -> Outcome:
    """Name the outcome of an answer by its HTTP status; redirects are not for here."""
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    return Outcome.SERVER_ERROR if status >= 500 else Outcome.HTTP_ERROR


_BY_STATUS = {
    200: Outcome.FETCHED,
    203: Outcome.FETCHED,
    304: Outcome.NOT_MODIFIED,
    401: Outcome.BLOCKED,
    402: Outcome.BLOCKED,
    403: Outcome.BLOCKED,
    404: Outcome.GONE,
    407: Outcome.BLOCKED,
    408: Outcome.TIMEOUT,
    410: Outcome.GONE,
    429: Outcome.DEFERRED,
    451: Outcome.BLOCKED,
}
