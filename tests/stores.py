"""Two independent S3 servers on loopback, for tests: SeaweedFS, which checks credentials, and ministack, which does not."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from shpalta.settings import Settings

ACCESS_KEY = "shpalta-tests"
SECRET_KEY = "only-on-loopback"
START_SECONDS = 60
GRPC_DISTANCE = 10_000
BIN = Path(sys.executable).parent


@dataclass(frozen=True)
class Server:
    """An S3 server that runs, and what it takes to use it."""

    endpoint: str

    def bucket(self) -> str:
        """Make a bucket that nobody else uses, and give its name."""
        name = f"test-{secrets.token_hex(6)}"
        client(self.endpoint).create_bucket(Bucket=name)
        return name

    def settings(self, folder: Path, **changes: object) -> Settings:
        """Give settings for a bucket of their own, under a prefix, with the catalog in SQLite in the folder."""
        values = {
            "store": f"s3://{self.bucket()}/lake",
            "s3_endpoint": self.endpoint,
            "s3_access_key": ACCESS_KEY,
            "s3_secret_key": SECRET_KEY,
            "catalog": f"sqlite:///{folder}/catalog.db",
            "replaced_files_grace_seconds": 0,
        }
        return Settings(**{**values, **changes})


def client(endpoint: str):
    return boto3.session.Session().client(
        "s3",
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id=ACCESS_KEY,
        aws_secret_access_key=SECRET_KEY,
        config=Config(retries={"total_max_attempts": 1}, connect_timeout=2, read_timeout=10, s3={"addressing_style": "path"}),
    )


@contextmanager
def seaweedfs(folder: Path) -> Iterator[Server]:
    """Run `weed mini` with its data in the folder."""
    ports = dict(zip(("s3", "master", "filer", "volume", "admin"), free_ports(5), strict=True))
    keys = (
        "WEED_JWT_SIGNING_KEY",
        "WEED_JWT_SIGNING_READ_KEY",
        "WEED_JWT_FILER_SIGNING_KEY",
        "WEED_JWT_FILER_SIGNING_READ_KEY",
    )
    environment = {
        **os.environ,
        **{key: secrets.token_hex(16) for key in keys},
        "AWS_ACCESS_KEY_ID": ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
        "GOMEMLIMIT": "400MiB",
    }
    command = [str(BIN / "weed"), "-logtostderr", "mini", f"-dir={folder}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1"]
    command += [f"-{name}.port={port}" for name, port in ports.items()]
    command += ["-webdav=false", "-admin.ui=false", "-s3.port.iceberg=0", "-s3.port.lance=0", "-master.telemetry=false"]
    command += ["-s3.autoCreateBucket=false", "-s3.allowDeleteBucketNotEmpty=false"]
    with _running(command, environment, folder, ports["s3"]) as server:
        yield server


@contextmanager
def ministack(folder: Path) -> Iterator[Server]:
    """Run ministack's S3 with its objects in the folder."""
    [port] = free_ports(1)
    environment = {
        **os.environ,
        "BIND_HOST": "127.0.0.1",
        "GATEWAY_PORT": str(port),
        "SERVICES": "s3",
        "S3_PERSIST": "1",
        "S3_DATA_DIR": str(folder),
        "TMPDIR": str(folder),
    }
    with _running([sys.executable, "-m", "ministack"], environment, folder, port) as server:
        yield server


def free_ports(count: int) -> list[int]:
    """Find ports on loopback that are free, and whose gRPC neighbours are, too."""
    found: list[int] = []
    while len(found) < count:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        if port + GRPC_DISTANCE < 2**16 and port not in found and _is_free(port + GRPC_DISTANCE):
            found.append(port)
        elif port + GRPC_DISTANCE >= 2**16 and port - GRPC_DISTANCE not in found and _is_free(port - GRPC_DISTANCE):
            found.append(port - GRPC_DISTANCE)
    return found


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


@contextmanager
def _running(command: list[str], environment: dict[str, str], folder: Path, port: int) -> Iterator[Server]:
    endpoint = f"http://127.0.0.1:{port}"
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(command, env=environment, cwd=folder, stdout=log, stderr=subprocess.STDOUT)
        try:
            _wait(server, endpoint, folder / "server.log")
            yield Server(endpoint)
        finally:
            server.kill()
            server.wait()


def _wait(server: subprocess.Popen[bytes], endpoint: str, log: Path) -> None:
    give_up_at = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up_at and server.poll() is None:
        try:
            client(endpoint).list_buckets()
        except (BotoCoreError, ClientError):
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"{server.args} did not start: {log.read_text(errors='replace')[-2000:]}")
