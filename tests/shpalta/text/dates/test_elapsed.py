"""Times told by how long ago they were: as exact as they are told, against the moment at which the page was shown."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from shpalta.text.dates.elapsed import Elapsed, read_elapsed
from shpalta.text.dates.moments import Reading, read_moment


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("5 хвилин тому", 5), ("годину тому", 60), ("півгодини тому", 30), ("пів години тому", 30), ("півтори години тому", 90),
        ("дві години тому", 120), ("п’ять хвилин тому", 5), ("1 год. 20 хв. тому", 80), ("5 хв тому", 5), ("щойно", 0),
        ("час назад", 60), ("полчаса назад", 30), ("2 часа назад", 120), ("только что", 0), ("Just now", 0),
        ("an hour ago", 60), ("half an hour ago", 30), ("2h ago", 120), ("5m ago", 5), ("1h 20m ago", 80),
        ("Updated two hours ago", 120), ("1 hour and 5 minutes ago", 65),
    ],
)  # fmt: skip
def test_minutes_and_hours_are_counted(text: str, minutes: int) -> None:
    assert read_elapsed(text) == Elapsed(timedelta(minutes=minutes), False)


@pytest.mark.parametrize(
    ("text", "days"),
    [("день тому", 1), ("3 дні тому", 3), ("тиждень тому", 7), ("сутки назад", 1), ("5 дней назад", 5), ("3d ago", 3)],
)
def test_days_and_weeks_are_no_more_exact_than_a_day(text: str, days: int) -> None:
    assert read_elapsed(text) == Elapsed(timedelta(days=days), True)


@pytest.mark.parametrize(
    "text",
    [
        "кілька хвилин тому", "несколько часов назад", "a few hours ago", "місяць тому", "2 роки тому", "1 год назад",
        "час тому", "тому", "long ago", "99999999999999999999 days ago", "Сто років тому", "",
    ],
)  # fmt: skip
def test_what_is_told_vaguely_is_not_known(text: str) -> None:
    assert read_elapsed(text) is None


@pytest.mark.parametrize(
    ("text", "shown", "at"),
    [
        ("2 години тому", "2024-10-27T04:30:00+02:00", "2024-10-27T03:30:00+03:00"),
        ("5 годин тому", "2024-03-31T05:30:00+03:00", "2024-03-30T23:30:00+02:00"),
        ("вчора о 23:40", "2024-12-09T22:05:00+00:00", "2024-12-09T23:40:00+02:00"),
        ("день тому", "2024-12-09T22:05:00+00:00", "2024-12-09T00:00:00+02:00"),
        ("31 грудня, 23:50", "2024-01-01T00:10:00+02:00", "2023-12-31T23:50:00+02:00"),
        ("29 лис 2024 10:15", "2024-12-10T12:00:00+02:00", "2024-11-29T10:15:00+02:00"),
        ("10:15, November 29, 2024", "2024-12-10T12:00:00+02:00", "2024-11-29T10:15:00+02:00"),
        ("29th of November 2024, 10:15 GMT+2", "2024-12-10T12:00:00+02:00", "2024-11-29T10:15:00+02:00"),
    ],
)
def test_the_clock_that_readers_see_is_kept_over_nights_and_changes_of_the_clock(text: str, shown: str, at: str) -> None:
    moment = read_moment(text, Reading("Europe/Kyiv", "uk", datetime.fromisoformat(shown), True))
    assert moment is not None
    assert moment.at.isoformat() == at
