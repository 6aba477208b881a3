"""Make `.venv/` from the hashed lock; with the standard library alone, since nothing else is there yet.

Does nothing when the environment already is what the lock says. uv installs (seconds), pip where uv cannot (minutes).
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
LOCK = REPOSITORY / "requirements-dev.txt"
VENV = REPOSITORY / ".venv"
STAMP = VENV / "installed"
LOG = VENV / "install.log"
PYTHON = VENV / "bin" / "python"
_REASONS = (
    (r"No space left on device", "the disk is full", "Free about 3 GB, then run it again"),
    (
        r"gcc|clang|\bcc\b|[Cc]ompiler|Python\.h|xcrun",
        "a package must be compiled here and there is no working C compiler",
        "Install one (Debian: apt install build-essential python3-dev; macOS: xcode-select --install), then run it again",
    ),
    (
        r"[Hh]ash",
        "a package is not the one that the lock names",
        "The index or a cache altered it: clear the cache (uv cache clean, pip cache purge) or use another index",
    ),
    (
        r"connect|resolve|timed out|[Tt]imeout|dns|certificate|Network|unreachable",
        "the package index does not answer",
        "Check the network, or name a mirror: PIP_INDEX_URL=https://…/simple",
    ),
    (r"[Pp]ermission denied", "a folder cannot be written", 'Make the checkout yours: chown -R "$USER" .'),
)


class InstallError(Exception):
    """Say in one line why there is no environment and what mends it."""


def fingerprint() -> str:
    """Give the digest of all that decides what the environment holds."""
    digest = hashlib.sha256()
    for part in (LOCK.read_bytes(), (REPOSITORY / "pyproject.toml").read_bytes(), sys.version.encode(), bytes(VENV)):
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()


def locked(lock: str, name: str) -> str:
    """Cut one requirement, with its hashes, out of a lock."""
    found = re.search(rf"^{re.escape(name)}==[^\n]*(?:\n[ \t]+--hash[^\n]*)+", lock, re.MULTILINE)
    if found is None:
        raise InstallError(f"{LOCK.name} does not lock {name}. Lock it: make lock")
    return found[0] + "\n"


def explain(log: str) -> str:
    """Say in one line what an installer's output means."""
    for pattern, reason, remedy in _REASONS:
        if re.search(pattern, log):
            return f"{reason}. {remedy}"
    lines = [line.strip() for line in log.splitlines() if line.strip()]
    return lines[-1] if lines else "the installer said nothing"


def install() -> None:
    """Bring `.venv/` to what the lock says. Raises InstallError."""
    wanted = fingerprint()
    if STAMP.exists() and STAMP.read_text(encoding="utf-8") == wanted:
        return
    print(f"installing into {VENV.name}/ (about a minute; the first time only)", flush=True)
    STAMP.unlink(missing_ok=True)
    _make_venv()
    LOG.write_text("", encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        only_uv = Path(folder) / "uv.txt"
        only_uv.write_text(locked(LOCK.read_text(encoding="utf-8"), "uv"), encoding="utf-8")
        has_uv = _runs(_pip("--require-hashes", "-r", str(only_uv)))
    _install_lock(has_uv=has_uv)
    editable = ("--no-build-isolation", "-e", str(REPOSITORY))
    if not _runs(_pip(*editable)):
        raise InstallError(f"Shpalta itself could not be installed: {explain(_last(LOG))}. See {LOG}")
    print("compiling what parses pages", flush=True)
    if not _runs([str(PYTHON), "-c", "from shpalta.text.blocks.judge import prepare; prepare()"]):
        raise InstallError(f"What parses pages could not be compiled: {explain(_last(LOG))}. See {LOG}")
    STAMP.write_text(wanted, encoding="utf-8")


def _install_lock(*, has_uv: bool) -> None:
    options = ("--require-hashes", "-r", str(LOCK))
    if has_uv and _runs(_uv(*options)):
        return
    if has_uv and "Failed to build" in _last(LOG):
        raise InstallError(f"The packages could not be installed: {explain(_last(LOG))}. See {LOG}")
    print("uv cannot reach the index as it is set up here; installing with pip, which takes some minutes", flush=True)
    if not _runs(_pip(*options)):
        raise InstallError(f"The packages could not be installed: {explain(_last(LOG))}. See {LOG}")


def _make_venv() -> None:
    """Make the environment anew where it is missing, broken, or of another Python."""
    if _says_version() == sys.version:
        return
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], capture_output=True, text=True, check=False)
    if made.returncode:
        if "ensurepip" in made.stdout + made.stderr:
            minor = f"{sys.version_info.major}.{sys.version_info.minor}"
            raise InstallError(f"{sys.executable} has no venv module. Install it: apt install python{minor}-venv")
        raise InstallError(f"{VENV} could not be made: {explain(made.stdout + made.stderr)}")


def _says_version() -> str:
    try:
        line = [str(PYTHON), "-c", "import pip, sys; print(sys.version, end='')"]
        return subprocess.run(line, capture_output=True, text=True, check=False).stdout
    except OSError:
        return ""


def _pip(*options: str) -> list[str]:
    return [str(PYTHON), "-m", "pip", "install", "--quiet", "--no-deps", "--disable-pip-version-check", *options]


def _uv(*options: str) -> list[str]:
    """Give uv's command line; it is to compile as pip does: where Python may write no bytecode, each start would."""
    named = "--quiet", "--python", str(PYTHON), "--no-deps", "--compile-bytecode"
    return [str(VENV / "bin" / "uv"), "pip", "install", *named, *options]


def _runs(line: list[str]) -> bool:
    """Run an installer, its words going to the log; give uv the index that pip is set up with."""
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}
    if mirror := _mirror():
        environment.setdefault("UV_DEFAULT_INDEX", mirror)
    with LOG.open("a", encoding="utf-8") as log:
        log.write(f"\n$ {' '.join(line)}\n")
        log.flush()
        return subprocess.run(line, env=environment, stdout=log, stderr=log, check=False).returncode == 0


def _mirror() -> str:
    if address := os.environ.get("PIP_INDEX_URL"):
        return address
    asked = subprocess.run(
        [str(PYTHON), "-m", "pip", "config", "get", "global.index-url"], capture_output=True, text=True, check=False
    )
    return asked.stdout.strip()


def _last(log: Path) -> str:
    """Give what the last installer said."""
    return log.read_text(encoding="utf-8", errors="replace").rpartition("\n$ ")[2].partition("\n")[2]


if __name__ == "__main__":
    try:
        install()
    except InstallError as error:
        sys.exit(str(error))
    except OSError as error:
        sys.exit(f"{VENV} could not be made: {explain(str(error))}")
