"""`make env`: the .env that docker-compose.yaml reads, with generated secrets. Needs nothing but Python."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path

from embedded.layout import REPOSITORY, write_private

PATH = REPOSITORY / ".env"
HEADER = """\
# What docker-compose.yaml needs: written by `make env`, which adds what is missing and changes nothing that is here.
# Keep it to yourself; it is never committed. Settings: docs/SETTINGS.md.
"""


def _token() -> str:
    """Give 48 hex digits: they need no quoting in URLs, JSON and shells."""
    return secrets.token_hex(24)


def _fernet_key() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


SECRETS: dict[str, Callable[[], str]] = {
    "ADMIN_PASSWORD": _token,
    "AIRFLOW_API_SECRET": _token,
    "AIRFLOW_FERNET_KEY": _fernet_key,
    "AIRFLOW_JWT_SECRET": _token,
    "POSTGRES_PASSWORD": _token,
    "REDIS_PASSWORD": _token,
    "STORE_ACCESS_KEY": _token,
    "STORE_SECRET_KEY": _token,
    "STORE_SIGNING_KEY": _token,
}


def missing(known: Mapping[str, str]) -> dict[str, str]:
    """Give what is not there yet: secrets by chance, and settings for the store that the compose file brings."""
    made = {name: known.get(name) or make() for name, make in SECRETS.items()}
    settings = {
        "UI_PORT": "8080",
        "SOURCES_FILE": "./sources.yaml",
        "SHPALTA_CONTACT": "",
        "SHPALTA_STORE": "s3://shpalta",
        "SHPALTA_S3_ENDPOINT": "http://store:8333",
        "SHPALTA_S3_REGION": "us-east-1",
        "SHPALTA_S3_ACCESS_KEY": made["STORE_ACCESS_KEY"],
        "SHPALTA_S3_SECRET_KEY": made["STORE_SECRET_KEY"],
    }
    return {name: value for name, value in {**settings, **made}.items() if name not in known}


def complete(path: Path) -> dict[str, str]:
    """Write what is missing into the file, which only its owner can read; return all that it holds then."""
    text = path.read_text(encoding="utf-8") if path.exists() else HEADER
    known = variables(text)
    added = missing(known)
    write_private(path, text.rstrip("\n") + "\n" + "".join(f"{name}={value}\n" for name, value in added.items()))
    return {**known, **added}


def variables(text: str) -> dict[str, str]:
    """Read KEY=VALUE lines; comments and empty lines are skipped."""
    lines = (line.strip() for line in text.splitlines())
    return dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))


def main() -> None:
    """Complete .env and say what comes next."""
    values = complete(PATH)
    if not values["SHPALTA_CONTACT"]:
        print(f"Set SHPALTA_CONTACT in {PATH.name} to an address that site owners can write to.")
    if not (REPOSITORY / values["SOURCES_FILE"]).exists():
        print(f"Write your sources to {values['SOURCES_FILE']} (docs/SOURCES.md).")
    print("Then: docker compose up --build --detach")


if __name__ == "__main__":
    main()
