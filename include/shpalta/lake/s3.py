"""The lake in a bucket of any S3-compatible store.

Every upload carries Content-MD5 and none a chunked trailer: of all ways to have a store check what it received, this is
the one that AWS and the others agree on (Ceph and JuiceFS answer trailers with 411).
"""

from __future__ import annotations

import base64
import hashlib
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Self

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, PartialCredentialsError

from shpalta.errors import BucketMissing, ObjectMissing, SettingsError, StoreDenied, StoreError, StoreUnreachable
from shpalta.lake.objects import checked_key, complete
from shpalta.settings import Settings

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

CONNECT_SECONDS = 5
READ_SECONDS = 60
REGION_OF_OTHERS = "us-east-1"
_DENIED = {"ExpiredToken", "InvalidToken", "TokenRefreshRequired", "RequestTimeTooSkewed"}
_BEYOND_THE_END = 416


class S3Store:
    """Keep the lake under a prefix of a bucket."""

    def __init__(self, client: S3Client, bucket: str, prefix: str, endpoint: str | None) -> None:
        self._client = client
        self._bucket = bucket
        self._prefix = f"{prefix}/" if prefix else ""
        self._endpoint = endpoint

    @classmethod
    def open(cls, settings: Settings, bucket: str, prefix: str) -> Self:
        """Make the client; asks the network nothing. Raises SettingsError for an endpoint that is no URL."""
        try:
            client = boto3.session.Session().client(
                "s3",
                endpoint_url=settings.s3_endpoint,
                region_name=settings.s3_region or (REGION_OF_OTHERS if settings.s3_endpoint else None),
                aws_access_key_id=settings.s3_access_key,
                aws_secret_access_key=settings.s3_secret_key,
                config=_config(is_aws=settings.s3_endpoint is None),
            )
        except ValueError as error:
            raise SettingsError(
                f"SHPALTA_S3_ENDPOINT={settings.s3_endpoint!r} is no endpoint: {error}",
                remedy="Write it as http://host:port or https://host",
            ) from error
        except BotoCoreError as error:
            raise SettingsError(
                f"The settings make no S3 client: {error}",
                remedy="Set both SHPALTA_S3_ACCESS_KEY and SHPALTA_S3_SECRET_KEY, and SHPALTA_S3_REGION",
            ) from error
        return cls(client, bucket, prefix, settings.s3_endpoint)

    @property
    def url(self) -> str:
        return f"s3://{self._bucket}/{self._prefix}".rstrip("/")

    def read(self, key: str) -> bytes:
        with self._telling(key):
            return self._client.get_object(Bucket=self._bucket, Key=self._full(key))["Body"].read()

    def read_range(self, key: str, offset: int, length: int) -> bytes:
        if length == 0:
            return b""
        span = f"bytes={offset}-{offset + length - 1}"
        with self._telling(key):
            try:
                answer = self._client.get_object(Bucket=self._bucket, Key=self._full(key), Range=span)
            except ClientError as error:
                if _status(error) == _BEYOND_THE_END:
                    return complete(b"", key, offset, length)
                raise
            return complete(answer["Body"].read(), key, offset, length)

    def write(self, key: str, content: bytes, content_type: str) -> None:
        digest = base64.b64encode(hashlib.md5(content, usedforsecurity=False).digest()).decode()
        with self._telling(key):
            self._client.put_object(
                Bucket=self._bucket, Key=self._full(key), Body=content, ContentType=content_type, ContentMD5=digest
            )

    def exists(self, key: str) -> bool:
        try:
            self.written_at(key)
        except ObjectMissing:
            return False
        return True

    def written_at(self, key: str) -> datetime:
        with self._telling(key):
            return self._client.head_object(Bucket=self._bucket, Key=self._full(key))["LastModified"]

    def size(self, key: str) -> int:
        with self._telling(key):
            return self._client.head_object(Bucket=self._bucket, Key=self._full(key))["ContentLength"]

    def keys(self, prefix: str) -> list[str]:
        found: list[str] = []
        with self._telling(prefix):
            pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=self._prefix + prefix)
            for page in pages:
                found += [entry["Key"].removeprefix(self._prefix) for entry in page.get("Contents", [])]
        return sorted(key for key in found if not key.endswith("/"))

    def delete(self, keys: Iterable[str]) -> None:
        for key in keys:
            with self._telling(key):
                self._client.delete_object(Bucket=self._bucket, Key=self._full(key))

    def check(self) -> None:
        with self._telling(""):
            self._client.list_objects_v2(Bucket=self._bucket, Prefix=self._full("check"), MaxKeys=1)
        key = f"check/{uuid.uuid4().hex}"
        self.write(key, b"shpalta", "text/plain")
        self.read(key)
        self.delete([key])

    def _full(self, key: str) -> str:
        return self._prefix + checked_key(key)

    @contextmanager
    def _telling(self, key: str) -> Iterator[None]:
        try:
            yield
        except ClientError as error:
            raise self._refusal(error, key) from error
        except (NoCredentialsError, PartialCredentialsError) as error:
            raise self._denied(str(error)) from error
        except BotoCoreError as error:
            raise self._unreachable(str(error)) from error

    def _refusal(self, error: ClientError, key: str) -> StoreError:
        status, code = _status(error), str(error.response.get("Error", {}).get("Code", ""))
        said = f"it answered {status} {code}".rstrip()
        if code == "NoSuchBucket" or (status == 404 and not key):
            return BucketMissing(
                f"The bucket {self._bucket!r} is not at {self._where}",
                remedy="Create it, or correct SHPALTA_STORE",
            )
        if status == 404:
            return ObjectMissing(f"{key} is not in {self.url}", remedy="Run the step that writes it first")
        if status in (401, 403) or code in _DENIED:
            return self._denied(said)
        if status >= 500 or status == 429:
            return self._unreachable(said)
        return StoreError(
            f"{self._where} refused {key or self._bucket!r}: {error}",
            remedy="Check SHPALTA_S3_REGION and SHPALTA_S3_ENDPOINT",
        )

    def _denied(self, said: str) -> StoreDenied:
        return StoreDenied(
            f"{self._where} does not let us at {self.url}: {said}",
            remedy="Check SHPALTA_S3_ACCESS_KEY and SHPALTA_S3_SECRET_KEY, and what that key may do with this bucket",
        )

    def _unreachable(self, said: str) -> StoreUnreachable:
        return StoreUnreachable(
            f"{self._where} does not serve us: {said}",
            remedy="See that the store runs and that SHPALTA_S3_ENDPOINT is its address, then try again",
        )

    @property
    def _where(self) -> str:
        return f"SHPALTA_S3_ENDPOINT={self._endpoint}" if self._endpoint else "AWS S3 (SHPALTA_S3_ENDPOINT is empty)"


def _config(*, is_aws: bool) -> Config:
    return Config(
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS,
        retries={"mode": "standard", "total_max_attempts": 4},
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        s3={"addressing_style": "auto" if is_aws else "path"},
    )


def _status(error: ClientError) -> int:
    return int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
