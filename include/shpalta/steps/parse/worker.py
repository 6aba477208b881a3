"""Parses pages in a process of its own, which a page may cost its life but never ours.

The child's limits are of CPU time and memory, so that a busy machine changes no result; the wall clock only ends a child
that waits.
"""

from __future__ import annotations

import os
import pickle
import resource
import select
import signal
import struct
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import shpalta
from shpalta.steps.parse.article import Article, Reject
from shpalta.text.template_hints import NO_HINTS, TemplateHints

CPU_SECONDS = 10
MEMORY_BYTES = 3 * 1024**3
_WALL_SECONDS = 30 * CPU_SECONDS
_FRAME = struct.Struct(">Q")
_BOOTSTRAP = "import sys; sys.path.insert(0, sys.argv[1]); from shpalta.steps.parse.worker import serve; serve()"
_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
_ENDS = {
    signal.SIGXCPU: f"it took more than {CPU_SECONDS} s of CPU time",
    signal.SIGKILL: "it took more memory or time than a page may",
    signal.SIGSEGV: "it crashed the parser",
    signal.SIGABRT: "it crashed the parser",
}


@dataclass(frozen=True, slots=True)
class Job:
    """A page to parse, with what parse_page takes."""

    html: bytes
    url: str
    content_type: str | None
    fetched_at: datetime | None
    zone: str
    hints: TemplateHints = NO_HINTS


class PageWorker:
    """Parse pages one after another in a child; a page that breaks its limits is a Reject, and the next gets a new child."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._end()

    def parse(self, job: Job) -> Article | Reject:
        child = self._child or self._start()
        if child.stdin is None or child.stdout is None:
            raise RuntimeError("the child was started without pipes")
        with suppress(BrokenPipeError):
            _write(child.stdin, pickle.dumps(job))
            answer = _read(child.stdout, _WALL_SECONDS)
            if answer is not None:
                outcome: Article | Reject = pickle.loads(answer)  # noqa: S301 - written by our own child
                return outcome
        how = self._end()
        return Reject("parser_failed" if "crashed" in how else "over_limits", how)

    def _start(self) -> subprocess.Popen[bytes]:
        home = str(Path(shpalta.__file__).parent.parent)
        self._child = subprocess.Popen(  # noqa: S603 - our own interpreter and code
            [sys.executable, "-c", _BOOTSTRAP, home],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | _ONE_THREAD,
        )
        return self._child

    def _end(self) -> str:
        """Kill the child, if there is one, and say how it ended."""
        child, self._child = self._child, None
        if child is None:
            return ""
        if child.stdin is not None:
            with suppress(BrokenPipeError):
                child.stdin.close()
        if not _has_ended(child):
            child.kill()
        ended = child.wait()
        if child.stdout is not None:
            child.stdout.close()
        return (
            _ENDS.get(signal.Signals(-ended), f"it ended the parser with signal {-ended}")
            if ended < 0
            else f"the parser left: {ended}"
        )


def _has_ended(child: subprocess.Popen[bytes]) -> bool:
    try:
        child.wait(timeout=2)
    except subprocess.TimeoutExpired:
        return False
    return True


def _write(pipe: IO[bytes], content: bytes) -> None:
    pipe.write(_FRAME.pack(len(content)) + content)
    pipe.flush()


def _read(pipe: IO[bytes], seconds: float) -> bytes | None:
    """Read a frame; None when the other side is gone or silent for too long."""
    if not select.select([pipe], [], [], seconds)[0]:
        return None
    head = pipe.read(_FRAME.size)
    if len(head) < _FRAME.size:
        return None
    (length,) = _FRAME.unpack(head)
    content = pipe.read(length)
    return content if len(content) == length else None


def serve() -> None:
    """Answer jobs on standard input until it ends: what the child process runs."""
    from shpalta.steps.parse.page import parse_page  # noqa: PLC0415  only the child reads pages
    from shpalta.text.blocks.judge import prepare  # noqa: PLC0415

    prepare()
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    while (frame := sys.stdin.buffer.read(_FRAME.size)) and len(frame) == _FRAME.size:
        job: Job = pickle.loads(sys.stdin.buffer.read(_FRAME.unpack(frame)[0]))  # noqa: S301 - written by our own parent
        _allow_cpu_time()
        _write(answers, pickle.dumps(_guarded(parse_page, job)))


def _allow_cpu_time() -> None:
    spent = resource.getrusage(resource.RUSAGE_SELF)
    allowed = int(spent.ru_utime + spent.ru_stime) + 1 + CPU_SECONDS
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (allowed if most == resource.RLIM_INFINITY else min(allowed, most), most))


def _guarded(parse: Callable[..., Article | Reject], job: Job) -> Article | Reject:
    try:
        return parse(
            job.html, job.url, content_type=job.content_type, fetched_at=job.fetched_at, zone=job.zone, hints=job.hints
        )
    except (MemoryError, RecursionError) as error:
        return Reject(
            "over_limits", f"it took more {'memory' if isinstance(error, MemoryError) else 'nesting'} than a page may"
        )
    except Exception as error:
        return Reject("parser_failed", f"{type(error).__name__}: {error}"[:300])
