"""The one choke point against requests into private networks: it sees the very address about to be connected."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from typing import Any

from shpalta.errors import AddressRefused, BadUrl
from shpalta.web.urls import parse

AddressInfo = tuple[int | socket.AddressFamily, int | socket.SocketKind, int, str, tuple[Any, ...]]
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_NEVER = [
    ipaddress.ip_network(text)
    for text in (
        "0.0.0.0/8",
        "100.64.0.0/10",
        "168.63.129.16/32",
        "169.254.0.0/16",
        "192.0.0.0/24",
        "192.88.99.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "::/128",
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "100::/64",
        "2001::/23",
        "2002::/16",
        "fe80::/10",
        "fec0::/10",
        "ff00::/8",
        "fd00:ec2::/32",
    )
]
# Names that never leave a network (RFC 6761, 2606, 8375), and public ones that are known to resolve into it.
_PRIVATE_NAMES = ("localhost", "local", "internal", "intranet", "lan", "home.arpa", "localdomain", "test", "example", "invalid")
_POINTS_INSIDE = ("localtest.me", "lvh.me", "nip.io", "sslip.io", "vcap.me")


def is_refused(address: str) -> bool:
    """Tell whether an IP address, a host or a URL lies where no page may lead us: loopback, private, link-local, not http(s).

    A host's name is judged by itself: its addresses are judged when a connection is made. A URL whose host parsers disagree
    about is refused too.
    """
    text = address.strip()
    literal = _literal(text)
    if literal is not None:
        return _lies_inside(literal)
    is_url = "//" in text or ":" in text.partition("/")[0]
    try:
        host = parse(text if is_url else f"http://{text}/").host
    except BadUrl:
        return True
    literal = _literal(host)
    if literal is not None:
        return _lies_inside(literal)
    return "@" in text.partition("#")[2] or _is_private_name(host.rstrip("."))


def guarded_socket(*, is_local: bool) -> Callable[[AddressInfo], socket.socket]:
    """Make the socket factory of a connector; `is_local` lets it into loopback and private networks, nowhere else."""

    def open_socket(info: AddressInfo) -> socket.socket:
        family, kind, protocol, _, endpoint = info
        address = ipaddress.ip_address(str(endpoint[0]).partition("%")[0])
        if _is_never_ours(address) if is_local else _lies_inside(address):
            raise AddressRefused(f"{address} is not an address that a page may lead to")
        return socket.socket(family=family, type=kind, proto=protocol)

    return open_socket


def _lies_inside(address: Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        return _lies_inside(address.ipv4_mapped)
    return not address.is_global or address.is_multicast or _is_never_ours(address)


def _is_never_ours(address: Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        return _is_never_ours(address.ipv4_mapped)
    return any(address in network for network in _NEVER if network.version == address.version)


def _literal(text: str) -> Address | None:
    try:
        return ipaddress.ip_address(text.strip("[]").partition("%")[0])
    except ValueError:
        return None


def _is_private_name(host: str) -> bool:
    return any(host == name or host.endswith("." + name) for name in _PRIVATE_NAMES + _POINTS_INSIDE)
