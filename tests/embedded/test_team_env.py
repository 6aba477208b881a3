"""`make env`: every secret generated, nobody else can read them, nothing that is there is changed."""

from __future__ import annotations

import base64
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from embedded.environment import read_settings
from embedded.layout import REPOSITORY
from embedded.team_env import SECRETS, complete


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / ".env"


def test_the_file_holds_random_secrets_that_only_its_owner_can_read(path: Path, tmp_path: Path) -> None:
    values = complete(path)
    assert read_settings(path) == values
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    made = [values[name] for name in SECRETS]
    assert len(set(made)) == len(made)
    assert all(len(secret) >= 32 for secret in made)
    assert len(base64.urlsafe_b64decode(values["AIRFLOW_FERNET_KEY"])) == 32
    other = complete(tmp_path / "other")
    assert not {values[name] for name in SECRETS} & {other[name] for name in SECRETS}


def test_a_second_time_changes_nothing(path: Path) -> None:
    complete(path)
    before = path.read_bytes()
    complete(path)
    assert path.read_bytes() == before


def test_what_somebody_wrote_stays_and_what_is_missing_is_added(path: Path) -> None:
    path.write_text("# Our own bucket\nSHPALTA_STORE=s3://ours/news\nSHPALTA_S3_ENDPOINT=\nREDIS_PASSWORD=abc")
    values = complete(path)
    assert path.read_text().startswith("# Our own bucket\nSHPALTA_STORE=s3://ours/news\nSHPALTA_S3_ENDPOINT=\n")
    assert (values["SHPALTA_STORE"], values["SHPALTA_S3_ENDPOINT"], values["REDIS_PASSWORD"]) == ("s3://ours/news", "", "abc")
    assert set(SECRETS) <= set(read_settings(path))


def test_the_store_s_keys_are_the_pipeline_s(path: Path) -> None:
    values = complete(path)
    assert values["SHPALTA_S3_ACCESS_KEY"] == values["STORE_ACCESS_KEY"]
    assert values["SHPALTA_S3_SECRET_KEY"] == values["STORE_SECRET_KEY"]


def test_it_needs_nothing_but_python() -> None:
    code = "import embedded.team_env"
    subprocess.run([sys.executable, "-S", "-c", code], env={"PYTHONPATH": str(REPOSITORY / "include")}, check=True)
