"""Which ports the embedded stack listens on, all of them on loopback, and whether they are free."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from dataclasses import dataclass, fields

import psutil

from shpalta.errors import StackError

HOST = "127.0.0.1"
WHAT = {
    "ui": "the Airflow UI",
    "s3": "the S3 store",
    "postgres": "PostgreSQL",
    "newsroom": "the sample newsroom",
    "newsroom_second": "the sample newsroom's second site",
}


def variable(name: str) -> str:
    """Name the variable that sets a port."""
    return f"SHPALTA_{name.upper()}_PORT"


@dataclass(frozen=True)
class Ports:
    """The ports that a user can choose, each by its variable SHPALTA_{NAME}_PORT."""

    ui: int = 8080
    s3: int = 8333
    postgres: int = 15432
    newsroom: int = 8765
    newsroom_second: int = 8766

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Ports:
        """Read the variables; an empty one means the default. Raises StackError for a value that is no port."""
        return cls(**{each.name: _read(each.name, environment) for each in fields(cls) if environment.get(variable(each.name))})

    @classmethod
    def any_free(cls) -> Ports:
        """Choose ports that nobody listens on now."""
        return cls(*free_ports(len(fields(cls))))

    def check_free(self) -> None:
        """Raise StackError, naming port, variable and holder, where a port is taken or named twice."""
        names: dict[int, str] = {}
        for each in fields(self):
            port = getattr(self, each.name)
            if port in names:
                raise StackError(
                    f"{variable(each.name)} and {variable(names[port])} are both {port}",
                    remedy="Give each its own port",
                )
            names[port] = each.name
            if is_taken(port):
                raise StackError(
                    f"Port {port}, meant for {WHAT[each.name]}, is taken by {holder(port)}",
                    remedy=f"Stop that program, or choose another port: make run {variable(each.name)}={_next_free(port)}",
                )


def _read(name: str, environment: Mapping[str, str]) -> int:
    text = environment[variable(name)]
    if text.isascii() and text.isdigit() and 1 <= int(text) <= 65535:
        return int(text)
    raise StackError(f"{variable(name)}={text!r} is not a port", remedy="Give a number from 1 to 65535")


def is_taken(port: int) -> bool:
    """Say whether somebody listens on the port, on loopback or on every address.

    Binding alone does not tell on macOS, where a listener on every address does not hinder one on loopback.
    """
    with socket.socket() as client:
        client.settimeout(1)
        if client.connect_ex((HOST, port)) == 0:
            return True
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            server.bind((HOST, port))
        except OSError:
            return True
    return False


def holder(port: int) -> str:
    """Say who listens on a port, as far as this user may know."""
    try:
        pids = {
            each.pid
            for each in psutil.net_connections("tcp")
            if each.status == psutil.CONN_LISTEN and each.laddr.port == port and each.pid
        }
        names = [f"{psutil.Process(pid).name()} (pid {pid})" for pid in sorted(pids)]
    except psutil.Error:
        names = []
    return " and ".join(names) or f"another program (`lsof -i :{port}` may name it)"


def free_ports(count: int) -> list[int]:
    """Give ports that nobody listens on now, all different."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for each in sockets:
            each.bind((HOST, 0))
        return [int(each.getsockname()[1]) for each in sockets]
    finally:
        for each in sockets:
            each.close()


def free_pair(distance: int) -> int:
    """Give a free port whose neighbour at that distance is free too."""
    return next(port for port in range(20_000, 65_536 - distance) if not is_taken(port) and not is_taken(port + distance))


def _next_free(port: int) -> int:
    return next((each for each in range(port + 1, min(port + 100, 65536)) if not is_taken(each)), free_ports(1)[0])
