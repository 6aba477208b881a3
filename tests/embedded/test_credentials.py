from __future__ import annotations

import json
from pathlib import Path

import pytest

from embedded.credentials import Credentials
from embedded.layout import Layout
from shpalta.errors import StackError


def test_two_stacks_share_no_secret(tmp_path: Path) -> None:
    kept = []
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        kept.append(vars(Credentials.keep(Layout(tmp_path / name))))
    assert not set(kept[0].values()) & set(kept[1].values())


def test_secrets_stay_the_same_from_start_to_start(tmp_path: Path) -> None:
    assert Credentials.keep(Layout(tmp_path)) == Credentials.keep(Layout(tmp_path))


def test_secrets_are_readable_by_their_owner_alone(tmp_path: Path) -> None:
    Credentials.keep(Layout(tmp_path))
    for each in tmp_path.iterdir():
        assert each.stat().st_mode & 0o077 == 0, each


def test_secrets_do_not_show_where_the_object_is_printed(tmp_path: Path) -> None:
    kept = Credentials.keep(Layout(tmp_path))
    assert not any(secret in repr(kept) for secret in vars(kept).values())


def test_airflow_is_given_the_same_password_as_the_user(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    kept = Credentials.keep(layout)
    assert json.loads(layout.passwords.read_text()) == {"admin": kept.admin_password}


@pytest.mark.parametrize("content", ["", "{}x", '{"admin_password": "a", "unknown": "b"}', "[1]"])
def test_a_damaged_file_is_named_and_left_as_it_is(tmp_path: Path, content: str) -> None:
    layout = Layout(tmp_path)
    layout.credentials.write_text(content)
    with pytest.raises(StackError, match=r"credentials\.json is damaged"):
        Credentials.keep(layout)
    assert layout.credentials.read_text() == content
