"""What every test may lean on."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

from embedded import postgres
from embedded.layout import Layout
from shpalta.lake.store import Store, open_store
from stores import Server, free_ports, ministack, seaweedfs

settings.register_profile("shpalta", deadline=None, max_examples=50)
settings.load_profile("shpalta")


class ByFileAndStack(LoadFileScheduling):
    """Tests in two processes: those of one file in one of them, and in one, too, all that share the embedded stack."""

    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        return "the stack" if file.startswith("tests/e2e/") else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByFileAndStack:
    return ByFileAndStack(config, log)


@pytest.fixture(scope="session")
def s3_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Run SeaweedFS for the whole session; each test makes a bucket of its own."""
    with seaweedfs(tmp_path_factory.mktemp("seaweedfs")) as server:
        yield server


@pytest.fixture(scope="session")
def other_s3_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Run ministack, the second implementation of S3, for the whole session."""
    with ministack(tmp_path_factory.mktemp("ministack")) as server:
        yield server


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run PostgreSQL for the whole session, and give the SQLAlchemy URL of an empty database."""
    layout = Layout(tmp_path_factory.mktemp("postgres"))
    [port] = free_ports(1)
    postgres.initialise(layout, "only-on-loopback")
    with (layout.state / "server.log").open("wb") as log:
        server = subprocess.Popen(postgres.command(layout, port), stdout=log, stderr=subprocess.STDOUT)
        try:
            while not postgres.is_ready(port, "only-on-loopback"):
                assert server.poll() is None, (layout.state / "server.log").read_text()
                time.sleep(0.1)
            postgres.ensure_databases(port, "only-on-loopback")
            yield f"postgresql+psycopg2://{postgres.USER}:only-on-loopback@127.0.0.1:{port}/catalog"
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(30)


@pytest.fixture
def s3_store(s3_server: Server, tmp_path: Path) -> Store:
    """Give an empty lake in a bucket of SeaweedFS."""
    return open_store(s3_server.settings(tmp_path))
