"""SeaweedFS from a wheel: the embedded S3 store, on loopback, closed to everyone without the generated keys."""

from __future__ import annotations

import http.client
import sys
from pathlib import Path

from embedded.credentials import Credentials
from embedded.environment import BUCKET
from embedded.layout import Layout
from embedded.ports import HOST, free_pair, free_ports
from shpalta.errors import StackError

# Listeners inside SeaweedFS that nobody but itself talks to: any free port will do, another one at every start.
_INNER = (
    "filer.port",
    "filer.port.grpc",
    "master.port",
    "master.port.grpc",
    "s3.port.grpc",
    "volume.port",
    "volume.port.grpc",
)
# Its worker looks for the admin's gRPC port at this distance from the other one, whatever a flag says.
_GRPC_OFFSET = 10_000
# By default they are fixed paths in /tmp, which one user's server leaves in the way of another's. They are relative to the
# state's folder, in which every component runs, because a socket's path may have no more than a hundred letters.
_SOCKETS = ("s3.localSocket=s3.sock", "filer.localSocket=filer.sock")
_OFF = (
    "webdav=false",
    "admin.ui=false",
    "s3.port.iceberg=0",
    "s3.port.lance=0",
    "master.telemetry=false",
    "s3.autoCreateBucket=false",
    "s3.allowDeleteBucketNotEmpty=false",
)


def command(layout: Layout, port: int) -> list[str]:
    """Give the server's command line. Raises StackError where the wheel is missing."""
    weed = Path(sys.executable).parent / "weed"
    if not weed.exists():
        raise StackError("The SeaweedFS wheel is not installed", remedy="Run make setup")
    layout.objects.mkdir(parents=True, exist_ok=True)
    admin = free_pair(_GRPC_OFFSET)
    inner = [f"-{name}={number}" for name, number in zip(_INNER, free_ports(len(_INNER)), strict=True)]
    return [
        *(str(weed), "-logtostderr", "mini", f"-dir={layout.objects}", f"-ip={HOST}", f"-ip.bind={HOST}", f"-s3.port={port}"),
        f"-admin.port={admin}",
        *inner,
        *(f"-{flag}" for flag in (*_SOCKETS, *_OFF)),
    ]


def environment(credentials: Credentials) -> dict[str, str]:
    """Give the keys: S3's, and those without which its inner ports would answer to anyone; and a ceiling for its memory."""
    key = credentials.store_signing_key
    return {
        "AWS_ACCESS_KEY_ID": credentials.s3_access_key,
        "AWS_SECRET_ACCESS_KEY": credentials.s3_secret_key,
        "S3_BUCKET": BUCKET,
        "GOMEMLIMIT": "400MiB",
        "WEED_JWT_SIGNING_KEY": key,
        "WEED_JWT_SIGNING_READ_KEY": key,
        "WEED_JWT_FILER_SIGNING_KEY": key,
        "WEED_JWT_FILER_SIGNING_READ_KEY": key,
    }


def answers(port: int, path: str, *, expected: tuple[int, ...] = (200,)) -> bool:
    """Say whether an HTTP server of the stack gives one of the expected statuses."""
    link = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        link.request("GET", path)
        return link.getresponse().status in expected
    except (OSError, http.client.HTTPException):
        return False
    finally:
        link.close()
