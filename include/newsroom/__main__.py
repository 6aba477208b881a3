"""Serve the sample newsroom until it is stopped: python -m newsroom --port 8091 --last-day 2026-11-22"""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
from contextlib import AsyncExitStack
from datetime import date

from newsroom.model import SITES
from newsroom.server import start


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="newsroom", description=__doc__)
    parser.add_argument("--port", type=int, required=True, help="port of «Вечірній Лиман»")
    parser.add_argument("--second-port", type=int, help="port of «Обрій»; by default the next one")
    parser.add_argument("--last-day", type=date.fromisoformat, required=True, help="last day of the week, YYYY-MM-DD")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on; by default 127.0.0.1")
    return parser.parse_args()


async def _serve_until_stopped(arguments: argparse.Namespace) -> None:
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    ports = (arguments.port, arguments.second_port or arguments.port + 1)
    async with AsyncExitStack() as stack:
        newsroom = await start(stack, arguments.last_day, host=arguments.host, ports=ports)
        for site, base_url in newsroom.base_urls.items():
            print(f"{SITES[site].name}: {base_url}/", flush=True)
        await stopped.wait()


def main() -> int:
    """Run the newsroom; the exit status is 1 where it cannot listen."""
    arguments = _arguments()
    try:
        asyncio.run(_serve_until_stopped(arguments))
    except OSError as error:
        print(f"The newsroom cannot listen on {arguments.host}: {error}. Choose other ports", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
