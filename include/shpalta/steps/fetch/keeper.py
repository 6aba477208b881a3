"""Keep what is worth keeping: judge an answer, write its records, and sync what came in together together."""

from __future__ import annotations

import asyncio
from hashlib import sha256

from shpalta.settings import Settings
from shpalta.steps.fetch.crawl import Failure, Target
from shpalta.steps.fetch.index import PageIndex
from shpalta.steps.fetch.judge import identified_type, judge
from shpalta.steps.fetch.rows import earlier_of, failure_row, kept_response, page_row
from shpalta.web.ledger import Row, Scratch
from shpalta.web.outcomes import Outcome
from shpalta.web.rights import RESERVED, signals
from shpalta.web.visit import Visit
from shpalta.web.warc import Records, visit_records


class Keeper:
    """Take visits and failures of one source into the scratch; a call returns when its row is on disk."""

    def __init__(self, source_id: str, index: PageIndex, scratch: Scratch, settings: Settings) -> None:
        self._source_id = source_id
        self._index = index
        self._scratch = scratch
        self._settings = settings
        self._waiting: list[tuple[Row, Records | None, asyncio.Future[None]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def keep(self, target: Target, visit: Visit) -> Failure | None:
        """Keep a page, or say why it is not kept; that an article is gone is kept, too. Raises StackError."""
        answer = visit.answer
        outcome, detail = judge(answer, is_conditional=bool(target.headers))
        own = self._index.last_page(target.url_key)
        is_deleted = outcome is Outcome.GONE and own is not None
        if not (outcome.is_kept or is_deleted):
            return Failure(outcome, detail, answer.status)
        last = own or self._index.earlier_page(target.url_key)
        rights = signals(answer, self._settings.user_agent_name) | ({RESERVED} if visit.is_reserved else set())
        if outcome is Outcome.NOT_MODIFIED and last:
            rights |= set(last["rights"] or [])
        if rights & self._settings.rights:
            return Failure(Outcome.OPTED_OUT, ", ".join(sorted(rights & self._settings.rights)), answer.status)
        digest = sha256(answer.body).hexdigest()
        earlier = None if is_deleted else earlier_of(last, outcome, digest)
        row = page_row(self._identity(target), visit, Outcome.NOT_MODIFIED if earlier else outcome)
        row |= {"rights": sorted(rights), "payload_sha256": earlier.payload_sha256 if earlier else digest}
        if earlier and last and not own:
            row["refers_to"] = kept_response(last)
        await self._write(row, visit_records(visit.answers, identified_type(answer.start), earlier))
        return None

    async def note(self, target: Target, failure: Failure) -> None:
        """Note why a target brought no page. Raises StackError."""
        await self._write(failure_row(self._identity(target), failure), None)

    def _identity(self, target: Target) -> Row:
        return {"source_id": self._source_id, "url": target.url, "url_key": target.url_key}

    async def _write(self, row: Row, records: Records | None) -> None:
        written: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((row, records, written))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write_all())
        await written

    async def _write_all(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            failure: Exception | None = None
            try:
                await asyncio.to_thread(self._scratch.write, [(row, records) for row, records, _ in batch])
            except Exception as error:
                failure = error
            for _, _, written in batch:
                if not written.done():
                    written.set_exception(failure) if failure else written.set_result(None)
