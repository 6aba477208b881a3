"""Where the embedded stack keeps its state: one folder, `.shpalta/` unless SHPALTA_STATE says otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

STATE_VARIABLE = "SHPALTA_STATE"
REPOSITORY = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Layout:
    """Name every path of one stack; `dags` is the folder that its Airflow reads."""

    state: Path
    dags: Path = REPOSITORY / "dags"
    plugins: Path = REPOSITORY / "plugins"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Layout:
        return cls(Path(environment.get(STATE_VARIABLE) or REPOSITORY / ".shpalta").absolute())

    @property
    def airflow_home(self) -> Path:
        return self.state / "airflow"

    @property
    def postgres(self) -> Path:
        return self.state / "postgres"

    @property
    def objects(self) -> Path:
        return self.state / "objects"

    @property
    def logs(self) -> Path:
        return self.state / "logs"

    @property
    def scratch(self) -> Path:
        return self.state / "scratch"

    @property
    def credentials(self) -> Path:
        return self.state / "credentials.json"

    @property
    def passwords(self) -> Path:
        """The file that Airflow's simple auth manager reads."""
        return self.state / "passwords.json"

    @property
    def sources(self) -> Path:
        """A link to the sources file that the stack reads, so that another one can be chosen while it runs."""
        return self.state / "sources.yaml"

    @property
    def sample_sources(self) -> Path:
        return self.state / "sample-sources.yaml"

    @property
    def sample_day(self) -> Path:
        return self.state / "sample-day"

    @property
    def pid_file(self) -> Path:
        return self.state / "supervisor.pid"

    @property
    def status(self) -> Path:
        return self.state / "status.json"

    @property
    def children(self) -> Path:
        """Which sessions the supervisor started: what is swept when it was killed itself."""
        return self.state / "children.json"

    @property
    def settings(self) -> Path:
        """The stack's environment as KEY=VALUE lines, for the shell, `shpalta` and `python -m embedded`."""
        return self.state / "shpalta.env"

    def log(self, name: str) -> Path:
        return self.logs / f"{name}.log"


def write_private(path: Path, text: str) -> None:
    """Replace a file at once with one that only its owner can read."""
    draft = path.with_name(f"{path.name}.draft")
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600, exist_ok=False)
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)
