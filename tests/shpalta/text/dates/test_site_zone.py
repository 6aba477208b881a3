"""Where a site's clocks tick, by its domain."""

from __future__ import annotations

import pytest

from shpalta.text.dates.site_zone import zone_of_site


@pytest.mark.parametrize(
    ("host", "zone"),
    [("visnyk.ua", "Europe/Kyiv"), ("a.com.ua", "Europe/Kyiv"), ("a.de", "Europe/Berlin"), ("a.co.uk", "Europe/London")],
)
def test_a_country_with_one_clock_tells_the_zone(host: str, zone: str) -> None:
    assert zone_of_site(f"https://{host}/b") == zone


@pytest.mark.parametrize("host", ["a.com", "a.us", "a.ru", "a.tv", "a.io", "127.0.0.1", "localhost", "a.новини"])
def test_a_domain_of_no_country_or_of_several_clocks_tells_nothing(host: str) -> None:
    assert zone_of_site(f"https://{host}/b") is None
