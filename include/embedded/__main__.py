"""The command line behind the Makefile: `python -m embedded run | start | stop | airflow`."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from embedded import stack
from embedded.day import run as run_day
from embedded.layout import Layout
from embedded.supervisor import supervise as supervise_here
from shpalta.errors import ConfigurationError, ShpaltaError

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, no_args_is_help=True, help=__doc__)


@app.command()
def run(
    date: Annotated[str, typer.Option(help="The day, YYYY-MM-DD; by default the sample's day")] = "",
    sources: Annotated[str, typer.Option(help="Your own sources file, kept until another is named; 'sample' for ours")] = "",
) -> None:
    """Run a day of news through the real scheduler; start the stack where it is not up."""
    try:
        run_day(Layout.from_environment(os.environ), os.environ, date, sources)
    except KeyboardInterrupt as error:
        print("\nLeft here: the stack, and the run if it had begun, go on. End them: make stop", file=sys.stderr)
        raise typer.Exit(128 + signal.SIGINT) from error


@app.command()
def start() -> None:
    """Bring the stack up and leave it up."""
    stack.start(Layout.from_environment(os.environ), os.environ, lambda what: print(f"starting {what}", flush=True))


@app.command()
def stop() -> None:
    """End the stack; its state stays."""
    print("The stack is stopped." if stack.stop(Layout.from_environment(os.environ)) else "No stack was running.")


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def airflow(context: typer.Context) -> None:
    """Run Airflow's own command line on the stack's Airflow, for example: airflow dags list."""
    environment = stack.kept_environment(Layout.from_environment(os.environ))
    raise typer.Exit(subprocess.run([sys.executable, "-m", "airflow", *context.args], env=environment, check=False).returncode)


@app.command(hidden=True)
def supervise(dags: Annotated[Path, typer.Option()], plugins: Annotated[Path, typer.Option()]) -> None:
    """Be the supervisor."""
    layout = Layout(Layout.from_environment(os.environ).state, dags, plugins)
    supervise_here(stack.machine_of(layout, os.environ))


def main() -> int:
    """Run a command; an error is one line on stderr, with exit status 2 where the user mends it and 1 elsewhere."""
    try:
        app(prog_name="python -m embedded")
    except ShpaltaError as error:
        print(f"{error}", file=sys.stderr)
        return 2 if isinstance(error, ConfigurationError) else 1
    except OSError as error:
        print(f"The stack cannot go on: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
