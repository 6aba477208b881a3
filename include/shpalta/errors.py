"""Every error that Shpalta raises, who can mend it, and whether trying again helps.

ShpaltaError
├── ConfigurationError      the user mends it
│   ├── SettingsError       an environment variable or a connection
│   ├── SourcesError        the sources file: names file, line and field
│   ├── RequestError        what a run was asked to do: a date, a source, a limit
│   └── InputError          a file given to the command line: names the line
├── StoreError              the operator mends it
│   ├── StoreUnreachable    try again
│   ├── StoreDenied         credentials or permissions
│   ├── BucketMissing
│   └── ObjectMissing       a step was run before the one it reads from
├── LakeError               we mend it
│   ├── ConservationError   law 1: a candidate without exactly one outcome
│   ├── CorruptObject       bytes that are not what their digest, schema or length says
│   ├── FetchRunning        another process fetches the same source and day: try again
│   └── PublishConflict     somebody else published the same day: try again
├── SiteError               the site mends it; costs an outcome or a coverage row, never the day
│   ├── AddressRefused      an address that no page may lead us to
│   ├── BadUrl              a URL that cannot be fetched
│   ├── NoAnswer            a request that brought no usable answer: carries its outcome
│   └── DiscoveryError      a feed, sitemap or archive that could not be read
├── PageError               a page that no parser may be trusted with; costs that page
└── StackError              the embedded stack: a port, a disk, a component that died
"""

from __future__ import annotations

from typing import ClassVar, Literal

Mender = Literal["user", "operator", "site", "developer"]


class ShpaltaError(Exception):
    """Say what went wrong, with which value, and what mends it."""

    mender: ClassVar[Mender] = "developer"
    is_retryable: ClassVar[bool] = False

    def __init__(self, problem: str, *, remedy: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.problem}. {self.remedy}" if self.remedy else self.problem

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.problem, self.remedy)


def _rebuild(kind: type[ShpaltaError], problem: str, remedy: str) -> ShpaltaError:
    return kind(problem, remedy=remedy)


class ConfigurationError(ShpaltaError):
    """What the user gave cannot be used as it stands."""

    mender = "user"


class SettingsError(ConfigurationError):
    """A setting is missing or has a value that makes no sense."""


class SourcesError(ConfigurationError):
    """The sources file cannot be read: the message names file, line and field."""


class RequestError(ConfigurationError):
    """A run was asked for a day, a source or a limit that cannot be."""


class InputError(ConfigurationError):
    """A file given to the command line cannot be read: the message names the line."""


class StoreError(ShpaltaError):
    """The object store did not do what it was asked."""

    mender = "operator"


class StoreUnreachable(StoreError):
    """Nothing answers at the endpoint, or it answers that it cannot right now."""

    is_retryable = True


class StoreDenied(StoreError):
    """The store knows us not, or lets us not."""


class BucketMissing(StoreError):
    """The bucket is not there."""


class ObjectMissing(StoreError):
    """A key that a step reads was never written."""


class LakeError(ShpaltaError):
    """The lake would break one of its laws."""


class ConservationError(LakeError):
    """Law 1: candidates = published + duplicate + rejected + failed does not hold."""


class CorruptObject(LakeError):
    """An object's bytes are not what its digest, schema or length says."""

    mender = "operator"


class FetchRunning(LakeError):
    """Another process fetches the same source and day on this machine."""

    mender = "operator"
    is_retryable = True


class PublishConflict(LakeError):
    """Another writer committed the same table in between."""

    is_retryable = True


class SiteError(ShpaltaError):
    """A site did not give what it was asked for."""

    mender = "site"


class AddressRefused(SiteError, OSError):
    """An address that no page may lead us to; an OSError because aiohttp's connector expects one."""


class BadUrl(SiteError, ValueError):
    """A URL that is malformed, not http(s), or carries credentials."""


class NoAnswer(SiteError):
    """A request that brought no usable answer; `outcome` is one of web.outcomes.Outcome."""

    is_retryable = True

    def __init__(self, problem: str, outcome: str = "unreachable", remedy: str = "") -> None:
        super().__init__(problem, remedy=remedy)
        self.outcome = outcome

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.problem, self.outcome, self.remedy)


class DiscoveryError(SiteError):
    """A feed, a sitemap or an archive page that could not be read."""

    is_retryable = True


class PageError(ShpaltaError):
    """A page breaks the limits under which pages are parsed."""

    mender = "site"


class StackError(ShpaltaError):
    """The embedded stack cannot start or stay up."""

    mender = "operator"
