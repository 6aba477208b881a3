"""Which files make up a table: Apache Iceberg, by pyiceberg's SQL catalog.

The catalog is the lock: a commit compares and swaps one row of a SQL database, so the store need not know conditional writes.
Tables keep Iceberg's own files under iceberg/, apart from the Parquet files that plain readers glob.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path

import pyarrow as pa
from pyiceberg.catalog import Catalog
from pyiceberg.catalog.sql import SqlCatalog
from pyiceberg.exceptions import (
    CommitFailedException,
    NamespaceAlreadyExistsError,
    NoSuchTableError,
    TableAlreadyExistsError,
)
from pyiceberg.io.pyarrow import parquet_file_to_data_file
from pyiceberg.manifest import DataFile
from pyiceberg.table import Table as IcebergTable
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, NoSuchModuleError, SQLAlchemyError

from shpalta.errors import CorruptObject, SettingsError, StoreUnreachable
from shpalta.lake.s3 import CONNECT_SECONDS, READ_SECONDS, REGION_OF_OTHERS
from shpalta.lake.schemas import Table
from shpalta.settings import Settings

NAME = "shpalta"
NAMESPACE = "news"
ICEBERG = "iceberg"
SQLITE_WAIT_SECONDS = 60
_OPENINGS = 3
_READINGS = 3
_PROPERTIES = {
    "commit.retry.num-retries": "0",  # before another try, publish compares its day with the head that won
    "write.metadata.delete-after-commit.enabled": "true",
    "write.metadata.previous-versions-max": "100",
}


def open_catalog(settings: Settings) -> Catalog:
    """Open the catalog, making its SQL tables where they are not. Raises SettingsError and StoreUnreachable."""
    _upload_without_trailers(settings)
    url = _sql_url(settings)
    properties = {"uri": url.render_as_string(hide_password=False), **_file_properties(settings)}
    for opening in range(1, _OPENINGS + 1):
        try:
            return SqlCatalog(NAME, **properties)
        except DBAPIError as error:
            if opening == _OPENINGS:  # until then, another process may just be making the same SQL tables
                raise StoreUnreachable(
                    f"The database at SHPALTA_CATALOG={url} does not serve us: {error.orig}",
                    remedy="See that it runs and that user, password and name are right",
                ) from error
    raise AssertionError("every opening returns or raises")


def ensure_table(catalog: Catalog, table: Table, store_url: str) -> IcebergTable:
    """Load a table; make it, or add the columns that it lacks. Raises SettingsError for a catalog of another store."""
    location = f"{store_url}/{ICEBERG}/{table.name}"
    with telling(catalog):
        try:
            iceberg = load_table(catalog, table)
        except NoSuchTableError:
            iceberg = _create(catalog, table, location)
        if iceberg.location().rstrip("/") != location:
            raise SettingsError(
                f"The catalog at SHPALTA_CATALOG keeps {table.name} at {iceberg.location()}, not at {location}",
                remedy="A catalog belongs to one store: give SHPALTA_STORE that one, or SHPALTA_CATALOG another database",
            )
        added = [field.with_nullable(True) for field in table.schema if field.name not in iceberg.schema().column_names]
        if added:
            with iceberg.update_schema() as update:
                update.union_by_name(pa.schema(added))
        return iceberg


def load_table(catalog: Catalog, table: Table) -> IcebergTable:
    """Load a table as its last commit left it. Raises pyiceberg's NoSuchTableError."""
    return catalog.load_table((NAMESPACE, table.name))


def day_files(iceberg: IcebergTable, day: date) -> dict[str, DataFile]:
    """Give the files that make up a day in the table's current snapshot, by their full path."""
    planned = iceberg.scan(row_filter=_of(day)).plan_files()
    return {task.file.file_path: task.file for task in planned}


def commit_day(
    iceberg: IcebergTable,
    replaced: Collection[DataFile],
    added: Collection[str],
    notes: Mapping[str, str],
) -> None:
    """Swap files for others in one snapshot. Raises pyiceberg's CommitFailedException where the head has moved."""
    with iceberg.transaction() as transaction:
        update = transaction.update_snapshot(snapshot_properties=dict(notes))
        with update.overwrite() if replaced else update.fast_append() as snapshot:
            for file in replaced:
                snapshot.delete_data_file(file)
            for path in added:
                snapshot.append_data_file(parquet_file_to_data_file(iceberg.io, iceberg.metadata, path))


def read_day(catalog: Catalog, table: Table, day: date) -> pa.Table:
    """Read the published rows of a day, in the table's order; no rows where the day or the table was never published.

    A day from before a column was added has nulls there.
    """
    schema = pa.schema([field.with_nullable(True) for field in table.schema])
    order = [(name, "ascending") for name in table.sort_by]
    with telling(catalog):
        for reading in range(1, _READINGS + 1):
            try:
                rows = load_table(catalog, table).scan(row_filter=_of(day)).to_arrow()
                break
            except NoSuchTableError:
                return schema.empty_table()
            except FileNotFoundError:  # the day was replaced, and its files removed, while we read
                if reading == _READINGS:
                    raise
    given = [rows[field.name] if field.name in rows.column_names else pa.nulls(len(rows), field.type) for field in schema]
    return pa.table(given, names=schema.names).cast(schema).sort_by(order)


@contextmanager
def telling(catalog: Catalog) -> Iterator[None]:
    """Turn what the database and the store answer under Iceberg into errors of ours; a lost race stays pyiceberg's."""
    try:
        yield
    except SQLAlchemyError as error:
        raise StoreUnreachable(
            f"The database at SHPALTA_CATALOG does not serve us: {error}", remedy="See that it runs, then try again"
        ) from error
    except FileNotFoundError as error:
        raise CorruptObject(
            f"The catalog {catalog.name} names a file that the store does not hold: {error}",
            remedy="Catalog and store belong together: restore the store, or begin both anew and publish the days again",
        ) from error
    except OSError as error:
        raise StoreUnreachable(
            f"The store does not serve Iceberg: {error}", remedy="See that SHPALTA_S3_ENDPOINT answers, then try again"
        ) from error


def _create(catalog: Catalog, table: Table, location: str) -> IcebergTable:
    """Make the table; where another process is faster, its table is as good."""
    with suppress(NamespaceAlreadyExistsError, IntegrityError):
        catalog.create_namespace(NAMESPACE)
    properties = {**_PROPERTIES, "comment": table.sentence}
    create = catalog.create_table_transaction((NAMESPACE, table.name), table.schema, location, properties=properties)
    with suppress(TableAlreadyExistsError, CommitFailedException), create as new:
        with new.update_spec() as partition:
            partition.add_identity("date")
        new.set_properties({"schema.name-mapping.default": new.table_metadata.schema().name_mapping.model_dump_json()})
    return load_table(catalog, table)


def _of(day: date) -> str:
    return f"date = '{day.isoformat()}'"


def _sql_url(settings: Settings) -> URL:
    try:
        url = make_url(settings.catalog)
        url.get_dialect()
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise SettingsError(
            f"SHPALTA_CATALOG is no URL of a database that we can open: {error}",
            remedy="Write sqlite:////folder/catalog.db or postgresql+psycopg2://user:password@host/name",
        ) from error
    if url.get_backend_name() != "sqlite" or not url.database:
        return url
    try:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(f"SHPALTA_CATALOG={url} has no folder: {error}", remedy="Choose one that can be made") from error
    return url if "timeout" in url.query else url.update_query_dict({"timeout": str(SQLITE_WAIT_SECONDS)})


def _file_properties(settings: Settings) -> dict[str, str]:
    properties = {
        "py-io-impl": "pyiceberg.io.pyarrow.PyArrowFileIO",
        "s3.endpoint": settings.s3_endpoint,
        "s3.region": settings.s3_region or (REGION_OF_OTHERS if settings.s3_endpoint else None),
        "s3.access-key-id": settings.s3_access_key,
        "s3.secret-access-key": settings.s3_secret_key,
        "s3.connect-timeout": str(CONNECT_SECONDS),
        "s3.request-timeout": str(READ_SECONDS),
    }
    return {name: value for name, value in properties.items() if value}


def _upload_without_trailers(settings: Settings) -> None:
    """Keep the AWS SDK inside Arrow from chunked uploads, which many stores refuse; only the environment reaches it."""
    if settings.s3_endpoint:
        os.environ.setdefault("AWS_REQUEST_CHECKSUM_CALCULATION", "WHEN_REQUIRED")
        os.environ.setdefault("AWS_RESPONSE_CHECKSUM_VALIDATION", "WHEN_REQUIRED")
