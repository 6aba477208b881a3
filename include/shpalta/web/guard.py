"""The one choke point against requests into private networks: it sees the very address about to be connected."""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable
from typing import Any

from shpalta.errors import AddressRefused, BadUrl
from shpalta.web.urls import parse

AddressInfo = tuple[int | socket.AddressFamily, int | socket.SocketKind, int, str, tuple[Any, ...]]
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# Special-purpose addresses (IANA), and the clouds' metadata services; written out, for ipaddress knows them by its version.
_NEVER = [
    ipaddress.ip_network(text)
    for text in (
        *("0.0.0.0/8", "100.64.0.0/10", "168.63.129.16/32", "169.254.0.0/16", "192.0.0.0/24", "192.88.99.0/24", "224.0.0.0/4"),
        *("240.0.0.0/4", "::/128", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16"),
        *("2620:4f:8000::/48", "3fff::/20", "5f00::/16", "fd00:ec2::/32", "fe80::/10", "fec0::/10", "ff00::/8"),
    )
]
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
# Names that never leave a network (RFC 6761, 6762, 8375, name collisions, clusters), and public ones known to lead into it.
_PRIVATE_NAMES = frozenset(
    {"alt", "arpa", "cluster", "consul", "corp", "default", "docker", "example", "home", "internal", "intra", "intranet"}
    | {"invalid", "lan", "local", "localdomain", "localhost", "mail", "onion", "private", "svc", "test", "workgroup"}
)
_POINTS_INSIDE = (
    *(
        "localtest.me",
        "lvh.me",
        "vcap.me",
        "nip.io",
        "sslip.io",
        "xip.io",
        "traefik.me",
        "localho.st",
        "lacolhost.com",
        "fuf.me",
    ),
    *("ulh.us", "yoogle.com", "127-0-0-1.org.uk", "localdomain.pw", "rbndr.us", "1u.ms", "spoofed.burpcollaborator.net"),
    *("bugbounty.dod.network", "local.sisteminha.com", "mail.ebc.apple.com", "metadata.goog", "metadata.tencentyun.com"),
    *("metadata.packet.net", "metadata.platformequinix.com"),
)
_HOST_AND_PORT = re.compile(r"[^/:@\[\]\\]+:\d+(?:/.*)?", re.DOTALL)
_NAIVE_AUTHORITY = re.compile(r"//([^/]*)")
_DASHED = re.compile(r"(?:^|[.-])(\d{1,3})[.-](\d{1,3})[.-](\d{1,3})[.-](\d{1,3})(?=[.-]|$)")


def is_refused(address: str) -> bool:
    """Tell whether an IP address, a host or a URL lies where no page may lead us: loopback, private, link-local, not http(s).

    A host's name is judged by itself: its addresses are judged when a connection is made. A URL whose host parsers disagree
    about is refused too.
    """
    text = address.strip()
    literal = _literal(text)
    if literal is not None:
        return _lies_inside(literal)
    authority = _NAIVE_AUTHORITY.search(text)
    if authority and re.search(r"[@\\\s]", authority[1]):
        return True
    try:
        host = parse(_as_url(text)).host
    except BadUrl:
        return True
    literal = _literal(host)
    return _is_private_name(host.rstrip(".")) if literal is None else _lies_inside(literal)


def _as_url(text: str) -> str:
    if text.startswith("//"):
        return f"http:{text}"
    is_host = text.startswith("[") or _HOST_AND_PORT.fullmatch(text) or ":" not in text.partition("/")[0]
    return f"http://{text}" if is_host else text


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
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return _lies_inside(address.ipv4_mapped)
        if address not in _GLOBAL_UNICAST:
            return True
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
    """Tell names that only a private network knows: without a dot, under a private suffix, or made of a private address."""
    if "." not in host or host.rpartition(".")[2] in _PRIVATE_NAMES:
        return True
    if any(host == name or host.endswith("." + name) for name in _POINTS_INSIDE):
        return True
    spelt = (_literal(".".join(match.groups())) for match in _DASHED.finditer(host))
    return any(_lies_inside(each) for each in spelt if each)
