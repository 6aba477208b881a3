"""Rights signals: kept with the page, and honoured as the settings say."""

from __future__ import annotations

import pytest

from fetch_rig import Rig
from loopback_site import answer, serving

HTML = "<html><head>{}</head><body><p>Текст</p></body></html>"


def meta(name: str, content: str) -> bytes:
    return answer(HTML.format(f'<meta name="{name}" content="{content}">'))


SIGNALS = {
    "header": (answer(HTML, "TDM-Reservation: 1"), "tdm-reservation"),
    "tag header": (answer(HTML, "X-Robots-Tag: noindex, noai"), "noai"),
    "tag for us": (answer(HTML, "X-Robots-Tag: Shpalta: noai"), "noai"),
    "meta": (meta("tdm-reservation", "1"), "tdm-reservation"),
    "robots meta": (meta("ROBOTS", "NOAI, NOIMAGEAI"), "noai"),
    "meta for us": (meta("shpalta", "noai"), "noai"),
}


@pytest.mark.parametrize("name", SIGNALS)
def test_a_page_whose_rights_are_reserved_is_not_kept(tmp_path, name):
    reply, signal = SIGNALS[name]
    with serving({"/a": reply}) as site:
        rig = Rig(tmp_path, site)
        row = rig.fetch("/a")["/a"][0]
    assert (row["fetch_outcome"], row["fetch_error"], row["warc_key"]) == ("opted_out", signal, None)


@pytest.mark.parametrize(
    ("reply", "rights"),
    [
        (answer(HTML, "X-Robots-Tag: noarchive"), ["noarchive"]),
        (answer(HTML, "X-Robots-Tag: otherbot: noai"), []),
        (answer(HTML, "TDM-Reservation: 0"), []),
        (meta("robots", "index, follow, max-image-preview:large"), []),
    ],
)
def test_signals_that_are_not_honoured_stand_with_the_page(tmp_path, reply, rights):
    with serving({"/a": reply}) as site:
        row = Rig(tmp_path, site).fetch("/a")["/a"][0]
    assert (row["fetch_outcome"], row["rights"]) == ("fetched", rights)


def test_a_sites_file_of_reservations_is_read_once_and_the_longest_pattern_decides(tmp_path):
    rules = '[{"location": "/*", "tdm-reservation": 1}, {"location": "/open/*", "tdm-reservation": 0}]'
    pages = {"/a": answer(HTML), "/b": answer(HTML), "/open/c": answer(HTML)}
    with serving(pages | {"/.well-known/tdmrep.json": answer(rules, media="application/json")}) as site:
        outcomes = Rig(tmp_path, site).outcomes(*pages)
        assert len(site.asked("/.well-known/tdmrep.json")) == 1
    assert outcomes == {"/a": "opted_out", "/b": "opted_out", "/open/c": "fetched"}


def test_nothing_is_left_out_where_the_settings_honour_nothing(tmp_path):
    with serving({"/a": SIGNALS["header"][0]}) as site:
        rig = Rig(tmp_path, site)
        rig.settings = rig.settings.model_copy(update={"honoured_rights": "none"})
        row = rig.fetch("/a")["/a"][0]
        assert "/.well-known/tdmrep.json" not in site.paths()
    assert (row["fetch_outcome"], row["rights"]) == ("fetched", ["tdm-reservation"])
