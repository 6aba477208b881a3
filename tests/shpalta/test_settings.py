from __future__ import annotations

import pytest
from pydantic import ValidationError

from shpalta.errors import SettingsError
from shpalta.settings import PREFIX, Settings


def test_settings_come_from_variables_with_the_prefix_and_an_empty_one_means_the_default() -> None:
    settings = Settings.from_environment({"SHPALTA_SHARDS": "4", "SHPALTA_ZONE": "", "SHARDS": "9"})
    assert settings.shards == 4
    assert settings.zone == Settings().zone


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("SHPALTA_ZONE", "Europe/Atlantis"),
        ("SHPALTA_STORE", "bucket"),
        ("SHPALTA_SHARDS", "0"),
        ("SHPALTA_START_AT", "25:00"),
        ("SHPALTA_USER_AGENT_NAME", "two words"),
    ],
)
def test_a_bad_variable_is_named_with_its_value(variable: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"{variable}='?{value}"):
        Settings.from_environment({variable: value})


def test_every_bad_variable_is_named_at_once() -> None:
    with pytest.raises(SettingsError, match=r"SHPALTA_ZONE.*SHPALTA_SHARDS|SHPALTA_SHARDS.*SHPALTA_ZONE"):
        Settings.from_environment({"SHPALTA_ZONE": "nowhere", "SHPALTA_SHARDS": "many"})


def test_settings_cannot_be_changed_and_do_not_show_secrets() -> None:
    settings = Settings.from_environment({"SHPALTA_S3_SECRET_KEY": "hush-hush", "SHPALTA_CATALOG": "postgresql://a:hush@b/c"})
    with pytest.raises(ValidationError):
        settings.shards = 5  # type: ignore[misc]
    assert "hush" not in repr(settings)


def test_every_setting_says_what_it_is_and_has_a_variable() -> None:
    for name, field in Settings.model_fields.items():
        assert field.description, f"{PREFIX}{name.upper()} has no description"
