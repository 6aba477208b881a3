"""The embedded stack's secrets: generated at the first start, kept in one file that only its owner can read."""

from __future__ import annotations

import base64
import json
import secrets
from dataclasses import asdict, dataclass, field

from embedded.layout import Layout, write_private
from shpalta.errors import StackError


def _token() -> str:
    return secrets.token_hex(16)


def _fernet_key() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


@dataclass(frozen=True)
class Credentials:
    """Hex tokens, so that they need no quoting in URLs and shells."""

    admin_password: str = field(default_factory=lambda: secrets.token_hex(6), repr=False)
    database_password: str = field(default_factory=_token, repr=False)
    s3_access_key: str = field(default_factory=_token, repr=False)
    s3_secret_key: str = field(default_factory=lambda: secrets.token_hex(32), repr=False)
    store_signing_key: str = field(default_factory=_token, repr=False)
    jwt_secret: str = field(default_factory=lambda: secrets.token_hex(32), repr=False)
    fernet_key: str = field(default_factory=_fernet_key, repr=False)

    @classmethod
    def keep(cls, layout: Layout) -> Credentials:
        """Read the stack's secrets, or make them at the first start; tell Airflow its user's. Raises StackError."""
        if not layout.credentials.exists():
            write_private(layout.credentials, json.dumps(asdict(cls()), indent=2) + "\n")
        kept = cls.read(layout)
        write_private(layout.passwords, json.dumps({"admin": kept.admin_password}) + "\n")
        return kept

    @classmethod
    def read(cls, layout: Layout) -> Credentials:
        """Read the stack's secrets. Raises StackError for a damaged file, and where no stack was ever started."""
        try:
            return cls(**json.loads(layout.credentials.read_text(encoding="utf-8")))
        except FileNotFoundError as error:
            raise StackError(f"No stack was ever started in {layout.state}", remedy="Start one: make run") from error
        except (ValueError, TypeError) as error:
            raise StackError(
                f"{layout.credentials} is damaged: {error}",
                remedy=f"Restore it from a backup, or begin anew: make stop, then remove {layout.state}",
            ) from error
