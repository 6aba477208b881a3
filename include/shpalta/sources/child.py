"""Parse what a site sent in a process of its own: some files stall every parser; a process can be killed, its memory bounded.

The child reads a line of JSON and then the bytes from standard input, and answers in JSON on standard output.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Callable, Mapping
from typing import Any

import orjson

from shpalta.errors import DiscoveryError

SECONDS = 20.0
MOST_BYTES = 54 * 1024 * 1024  # of memory: 64 MiB with what an interpreter needs


def parsed_in_child(module: str, what: str, content: bytes, asked: Mapping[str, str]) -> dict[str, Any]:
    """Have a module of this folder parse what a site sent. Raises DiscoveryError for what it is not, and what breaks it."""
    try:
        child = subprocess.run(  # noqa: S603  our own interpreter and module
            [sys.executable, "-m", f"shpalta.sources.{module}"],
            input=orjson.dumps(asked) + b"\n" + content,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise DiscoveryError(f"The {what} could not be parsed within {SECONDS:g} s") from error
    if child.returncode != 0:
        raise DiscoveryError(f"The {what} broke its parser")
    parsed: dict[str, Any] = orjson.loads(child.stdout)
    if parsed.get("problem"):
        raise DiscoveryError(parsed["problem"])
    return parsed


def answer_parent(parse: Callable[..., dict[str, Any]]) -> None:
    """Be the child: parse what is on standard input, within bounds."""
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_BYTES, MOST_BYTES))
    asked, _, content = sys.stdin.buffer.read().partition(b"\n")
    try:
        parsed = parse(content, **orjson.loads(asked))
    except DiscoveryError as error:
        parsed = {"problem": error.problem}
    sys.stdout.buffer.write(orjson.dumps(parsed))
