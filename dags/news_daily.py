"""
### A day of news, from sites to published tables

    plan → discover → preview → fetch → parse → fingerprint → match → deduplicate → enrich → validate → publish
           (source)             (domain) (shard)            (bucket)              (shard)

| use | which day |
| --- | --- |
| **scheduled** | every night, the day that ended |
| **Trigger** | the form's *Day*; empty means yesterday |
| **Backfill** | each day of the range; leave *Day* empty |

Any task can be cleared and run again alone: it reads what the task before wrote to the lake and overwrites its own
partition with the same bytes. A rerun fetches only what raw lacks, unless *Fetch again* is ticked. A *dry run* ends after
`preview`, which says what would be fetched and replaced. Readers see the old day until `publish` commits the new one, whose
counts are then on the asset `published_day`, one partition a day.
A failed task's log ends with one line: what was wrong, with which value, and what mends it.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime, time
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from airflow.sdk import dag, task

from shpalta.settings import Settings
from shpalta_airflow.assets import PUBLISHED_DAY
from shpalta_airflow.failures import WHEN_A_TASK_FAILS, check_all_there
from shpalta_airflow.joining import joining_task
from shpalta_airflow.run_request import FORM
from shpalta_airflow.step_task import run_step
from shpalta_airflow.timetable import CalendarDays

if TYPE_CHECKING:
    from airflow.sdk.types import OutletEventAccessorsProtocol, RuntimeTaskInstanceProtocol

    from shpalta.daily.workspace import Counts  # not at run time: Airflow would split every task's counts into an XCom a key

SETTINGS = Settings.from_environment(os.environ)
SHARDS, BUCKETS = list(range(SETTINGS.shards)), list(range(SETTINGS.key_buckets))


@dag(
    schedule=CalendarDays(SETTINGS.zone, SETTINGS.start_at),
    start_date=datetime.combine(SETTINGS.first_day, time.min, ZoneInfo(SETTINGS.zone)),
    catchup=False,
    max_active_runs=1,
    params=FORM,
    default_args=WHEN_A_TASK_FAILS,
    dag_display_name="News, daily",
    description="Discovers, fetches, parses, deduplicates, enriches, validates and publishes a day of news",
    doc_md=__doc__,
    tags=["shpalta"],
)
def news_daily() -> None:
    """Wire the steps of `shpalta.daily`: XCom carries ids and counts, the lake carries rows."""

    @task
    def plan(*, ti: RuntimeTaskInstanceProtocol) -> list[str]:
        """Check settings, sources and request; name the sources, and in groups those that share a domain."""
        planned = run_step("plan")
        ti.xcom_push("groups", planned["groups"])
        return planned["sources"]

    @task(map_index_template="{{ task.op_kwargs['source_id'] }}")
    def discover(source_id: str) -> Counts:
        """Find the candidates of one source: URLs that belong to the day. A site that fails costs its coverage row."""
        return run_step("discover", source_id)

    @task.short_circuit(trigger_rule="none_failed")
    def preview(
        sources: list[str],
        groups: list[list[str]],
        discovered: Sequence[Counts],
        *,
        ti: RuntimeTaskInstanceProtocol,
        params: dict[str, Any],
    ) -> list[list[str]]:
        """Say what will be fetched, and what the published day holds that will be replaced; a dry run ends here."""
        check_all_there("discover", sources, discovered)
        ti.xcom_push("preview", run_step("preview", discovered))
        return [] if params["dry_run"] else groups

    @task(map_index_template="{{ task.op_kwargs['source_ids'] | join(', ') }}")
    def fetch(source_ids: list[str]) -> Counts:
        """Fetch what raw lacks of the sources that share a domain, politely, and keep it as WARC."""
        return run_step("fetch", source_ids)

    @task(map_index_template="shard {{ task.op_kwargs['shard'] }}")
    def parse(shard: int) -> Counts:
        """Get articles out of pages, or say why not."""
        return run_step("parse", shard)

    @task(trigger_rule="none_failed")
    def fingerprint(parsed: Sequence[Counts]) -> Counts:
        """Settle which page is which article, and keep what finds its text again."""
        check_all_there("parse", SHARDS, parsed)
        return run_step("fingerprint")

    @joining_task(SETTINGS, map_index_template="bucket {{ task.op_kwargs['bucket'] }}")
    def match(bucket: int, spark: object = None) -> Counts:
        """Find the articles of the day and its window that share keys of their texts; in Spark where that is set up."""
        return run_step("match", bucket, spark)

    @task(trigger_rule="none_failed")
    def deduplicate(matched: Sequence[Counts]) -> Counts:
        """Cluster the articles that carry the same text and choose the one that readers see."""
        check_all_there("match", BUCKETS, matched)
        return run_step("deduplicate")

    @task(map_index_template="shard {{ task.op_kwargs['shard'] }}")
    def enrich(shard: int) -> Counts:
        """Add language and counts to the articles that readers will see."""
        return run_step("enrich", shard)

    @task(trigger_rule="none_failed")
    def validate(enriched: Sequence[Counts]) -> Counts:
        """Check that every candidate has exactly one outcome, and draw up the tables."""
        check_all_there("enrich", SHARDS, enriched)
        return run_step("validate")

    @task(outlets=[PUBLISHED_DAY], max_active_tis_per_dag=1)
    def publish(*, outlet_events: OutletEventAccessorsProtocol) -> Counts:
        """Commit the day's tables, coverage last, and tell whoever waits for `published_day`."""
        counts = run_step("publish")
        outlet_events[PUBLISHED_DAY].add_partitions(str(counts["day"]))
        outlet_events[PUBLISHED_DAY].extra = dict(counts)
        return counts

    sources = plan()
    discovered = discover.expand(source_id=sources)
    fetched = fetch.expand(source_ids=preview(sources, sources["groups"], discovered))
    parsed, enriched = parse.expand(shard=SHARDS), enrich.expand(shard=SHARDS)
    matched = match.expand(bucket=BUCKETS)
    fetched >> parsed
    fingerprint(parsed) >> matched
    deduplicate(matched) >> enriched
    validate(enriched) >> publish()


news_daily()
