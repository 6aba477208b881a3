"""The address guard: nothing that a page names leads into a private network."""

from __future__ import annotations

import asyncio
import json
import socket

import pytest

from loopback_site import answer, page, serving
from shpalta.errors import AddressRefused, NoAnswer
from shpalta.web.client import Client
from shpalta.web.guard import guarded_socket, is_refused
from shpalta.web.outcomes import Outcome
from shpalta.web.urls import parse
from tuning import shared

PUBLIC = [
    "8.8.8.8",
    "93.184.216.34",
    "2a00:1450:4010:c0a::8b",
    "site.ua",
    "https://site.ua/a",
    "http://8.8.8.8/",
    "localhost.site.ua",
]
PRIVATE = [
    "127.0.0.1",
    "10.1.2.3",
    "::1",
    "[::1]",
    "fe80::1%eth0",
    "::ffff:10.0.0.1",
    "64:ff9b::a00:1",
    "2002:a00:1::",
    "0.0.0.0",
]
PRIVATE += [
    "100.64.0.1",
    "169.254.169.254",
    "168.63.129.16",
    "localhost",
    "a.localhost",
    "printer.local",
    "metadata.google.internal",
]


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_let_through(address):
    assert not is_refused(address)


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_refused(address):
    assert is_refused(address)


@pytest.mark.shared
def test_every_listed_trick_is_refused_by_its_url():
    urls = json.loads(shared("data", "web", "ssrf_urls.json").read_text())["urls"]
    assert len(urls) == 57
    assert [url for url in urls if not is_refused(url)] == []


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "169.254.169.254"])
def test_an_address_that_a_name_resolves_to_is_refused_before_a_socket_exists(address):
    info = (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80))
    with pytest.raises(AddressRefused):
        guarded_socket(is_local=False)(info)


def test_a_local_source_reaches_loopback_but_never_the_clouds_metadata():
    info = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 80))
    guarded_socket(is_local=True)(info).close()
    for address in ("169.254.169.254", "168.63.129.16"):
        with pytest.raises(AddressRefused):
            guarded_socket(is_local=True)((socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.1", "0x7f.1", "[::ffff:127.0.0.1]"])
def test_a_client_for_public_sites_never_reaches_loopback(host):
    async def ask(url: str) -> None:
        async with Client("Shpalta") as client:
            await client.get(url)

    with serving({"/": page()}) as site:
        with pytest.raises(NoAnswer) as refusal:
            asyncio.run(ask(parse(f"http://{host}:{site.port}/").href))
        assert site.log == []
    assert refusal.value.outcome == Outcome.UNSAFE_ADDRESS


def test_a_redirect_is_not_followed_by_the_client_itself():
    async def ask(url: str):
        async with Client("Shpalta", is_local=True) as client:
            return await client.get(url)

    with serving({"/": answer(b"", "Location: http://169.254.169.254/", status="302 Found")}) as site:
        assert asyncio.run(ask(site.url("/"))).status == 302
