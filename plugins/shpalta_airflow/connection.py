"""Where a task's settings come from: SHPALTA_* variables, overridden by an Airflow connection where somebody made one."""

from __future__ import annotations

from collections.abc import Mapping

from airflow.sdk import Connection
from airflow.sdk.exceptions import AirflowNotFoundException

from shpalta.errors import SettingsError
from shpalta.settings import Settings

CONNECTION = "shpalta_s3"


def settings_of(environment: Mapping[str, str]) -> Settings:
    """Read the settings as a task sees them. Raises SettingsError naming each bad variable or the bad connection."""
    try:
        connection = Connection.get(CONNECTION)
    except AirflowNotFoundException:
        return Settings.from_environment(environment)
    return Settings.from_environment({**environment, **variables_of(connection)})


def variables_of(connection: Connection) -> dict[str, str]:
    """Write a connection of type aws as SHPALTA_* variables; what it leaves empty stays as the environment has it.

    Its extra may hold `endpoint_url`, `region_name`, `bucket` and `prefix`. Raises SettingsError for another type, and for
    a prefix without a bucket.
    """
    if connection.conn_type != "aws":
        raise SettingsError(
            f"The connection {CONNECTION} is of type {connection.conn_type!r}",
            remedy="Give it the type aws, or delete it and set SHPALTA_S3_ENDPOINT, SHPALTA_S3_ACCESS_KEY and the like",
        )
    extra = connection.extra_dejson
    bucket, prefix = extra.get("bucket"), extra.get("prefix", "").strip("/")
    if prefix and not bucket:
        raise SettingsError(
            f"The connection {CONNECTION} has the prefix {prefix!r} but no bucket",
            remedy='Write both into its extra: {"bucket": "...", "prefix": "..."}',
        )
    variables = {
        "SHPALTA_STORE": f"s3://{bucket}/{prefix}" if bucket else None,
        "SHPALTA_S3_ENDPOINT": extra.get("endpoint_url"),
        "SHPALTA_S3_REGION": extra.get("region_name"),
        "SHPALTA_S3_ACCESS_KEY": connection.login,
        "SHPALTA_S3_SECRET_KEY": connection.password,
    }
    return {name: value for name, value in variables.items() if value}
