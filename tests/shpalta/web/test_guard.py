"""The address guard: nothing that a page names leads into a private network."""

from __future__ import annotations

import asyncio
import ipaddress
import json
import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loopback_site import answer, page, serving
from shpalta.errors import AddressRefused, NoAnswer
from shpalta.web.client import Client
from shpalta.web.guard import guarded_socket, is_refused
from shpalta.web.outcomes import Outcome
from shpalta.web.urls import parse
from tuning import shared

PUBLIC = [
    *("8.8.8.8", "93.184.216.34", "134744072", "2a00:1450:4010:c0a::8b", "[2606:4700:4700::1111]:443", "::ffff:8.8.8.8"),
    *("9.255.255.255", "11.0.0.0", "172.15.255.255", "172.32.0.0", "192.167.255.255", "100.63.255.255", "100.128.0.0"),
    *("site.ua", "site.ua.", "site.ua:8080", "//site.ua/a", "https://site.ua/a", "http://8.8.8.8/", "новини.укр"),
    *("localhost.site.ua", "internal-news.com", "local.com.ua", "test.ua", "https://t.me/s/channel"),
    *("https://site.ua/@user/127.0.0.1", "https://site.ua/?u=http://127.0.0.1/", "https://site.ua/#comment@7"),
]
PRIVATE = [
    *("127.0.0.1", "10.1.2.3", "::1", "[::1]", "[::1]:80", "127.0.0.1:80", "0.0.0.0", "100.64.0.1", "198.18.0.1", "240.0.0.1"),
    *("172.16.0.1", "172.31.255.255", "192.168.0.1", "224.0.0.1", "255.255.255.255", "169.254.169.254", "168.63.129.16"),
    *("fe80::1%eth0", "fec0::1", "fd00::1", "ff02::1", "2001:db8::1", "100::1", "5f00::1", "3fff::1", "::", "2001::1"),
    *(
        "::ffff:10.0.0.1",
        "::ffff:7f00:1",
        "::127.0.0.1",
        "::ffff:0:127.0.0.1",
        "64:ff9b::a00:1",
        "64:ff9b:1::1",
        "2002:a00:1::",
    ),
    *("localhost", "a.localhost", "LOCALHOST.", "metadata", "printer.local", "nas.home", "a.svc.cluster.local", "a.onion"),
    *("metadata.google.internal", "metadata.goog", "kubernetes.default.svc", "10.0.0.1.nip.io", "7f000001.nip.io", "lvh.me"),
    *("127.0.0.1.site.ua", "www.10-1-2-3.site.ua", "1.0.0.127.in-addr.arpa"),
    *(
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "127.1",
        "0",
        "http://0x7f.1/",
        "http://017700000001/",
        "http://１２７.０.０.１/",
    ),
    *(
        "http://①②⑦.⓪.⓪.①/",
        "http://127。0。0。1/",
        "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/",
        "http://%6c%6f%63%61%6c%68%6f%73%74/",
        "http:127.0.0.1",
    ),
    *("http://127.0.0.1./", "http:///127.0.0.1/", "http:\\\\127.0.0.1\\", "ht\ttp://127.0.0.1/", "http://425.510.425.510/"),
    *("http://user@site.ua/", "http://site.ua\\@127.0.0.1/", "http://site.ua?@127.0.0.1/", "http://site.ua#@127.0.0.1/"),
    *("http://1.1.1.1 &@2.2.2.2# @3.3.3.3/", "http://8.8.8.8:80#@127.0.0.1/", "http://127.0.0.1%00.site.ua/", "http://[::1"),
    *(
        "file:///etc/passwd",
        "gopher://8.8.8.8:6379/_",
        "ftp://site.ua/",
        "javascript:alert(1)",
        "data:text/html,x",
        "tel:123",
        "",
    ),
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


@given(st.integers(0, 2**32 - 1))
def test_an_address_is_judged_the_same_however_it_is_written(number):
    address = ipaddress.IPv4Address(number)
    octets = address.packed
    spellings = [
        *(str(number), hex(number), f"0{number:o}", f"::ffff:{address}", f"[::ffff:{number >> 16:x}:{number & 0xFFFF:x}]"),
        *(".".join(f"0{octet:o}" for octet in octets), ".".join(map(hex, octets)), f"{octets[0]}.{number & 0xFFFFFF}"),
        *(f"http://{address}/", f"http://{address}.:80/a?b#c", f"//{address}", f"{address}:80"),
    ]
    assert {is_refused(each) for each in spellings} == {is_refused(str(address))}


@given(st.integers(0, 2**128 - 1))
def test_no_ipv6_address_outside_the_global_unicast_range_is_let_through(number):
    address = ipaddress.IPv6Address(number)
    if address not in ipaddress.ip_network("2000::/3") and not address.ipv4_mapped:
        assert is_refused(str(address))


@given(st.text(max_size=60))
def test_any_text_is_judged_without_an_error(text):
    assert is_refused(text) in (True, False)


def test_a_host_that_only_a_private_network_knows_is_not_even_looked_up():
    async def ask() -> None:
        async with Client("Shpalta") as client:
            await client.get("http://metadata.google.internal/")

    with pytest.raises(NoAnswer) as refusal:
        asyncio.run(ask())
    assert refusal.value.outcome == Outcome.UNSAFE_ADDRESS
