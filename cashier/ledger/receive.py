"""Receives a desk's runs. What is new and follows is kept and posted in one transaction; the answer is how far we are.

Receiving never judges money away: a run is refused only if it is not a run. A gap is answered with where we are, other
lines under known numbers with *conflict*, and then nothing is kept but the raw run, for a person.
"""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any
from uuid import UUID

from psycopg.errors import DeadlockDetected, SerializationFailure, UniqueViolation
from sqlalchemy import Connection, Engine, Row, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from cashier.domain.chain import chained, first_link
from cashier.domain.errors import Refused
from cashier.ledger.absent import notice_absent
from cashier.ledger.agreed import notice_agreed
from cashier.ledger.as_said import post_as_said
from cashier.ledger.bags_twice import notice_bags
from cashier.ledger.broken_glass import notice_broken_glass
from cashier.ledger.carrying import settle_carried, settle_own, without_carried
from cashier.ledger.checks import notice_checks
from cashier.ledger.many_tries import notice_many_tries
from cashier.ledger.posting import post, raise_alarm
from cashier.ledger.reading import Received, received
from cashier.ledger.revoked import warn_of_revoked
from cashier.ledger.two_drawers import notice_two_drawers
from cashier.wire import Run, Standing

TRIES_MOST = 5  # Two runs that pay the same accounts may lock each other out; one of them is asked to try again.
_NEWEST_OF_ALL = UUID(int=2**128 - 1)
_DESK = text(
    """
    SELECT received_through, chain, (SELECT epoch FROM meta) AS epoch, revoked_at IS NOT NULL AS is_revoked
    FROM desks WHERE desk = :desk
    """
)
_DESK_LOCKED = text(
    """
    SELECT received_through, chain, (SELECT epoch FROM meta) AS epoch, revoked_at IS NOT NULL AS is_revoked,
           CASE WHEN received_in = date_trunc('month', CURRENT_DATE)::date THEN newest_earlier ELSE newest_line END
               AS newest_earlier
    FROM desks WHERE desk = :desk FOR UPDATE
    """
)
_CHAINS_AT = text(
    "SELECT sequence, chain FROM lines WHERE desk = :desk AND sequence = ANY(CAST(:sequences AS bigint[]))"
)
_KNOWN_IDS = text("SELECT line_id FROM lines WHERE desk = :desk AND line_id = ANY(CAST(:ids AS uuid[]))")
_QUARANTINE = text(
    """
    INSERT INTO quarantine (desk, run_hash, run) VALUES (:desk, :run_hash, :run)
    ON CONFLICT DO NOTHING RETURNING run_hash
    """
)


class NoRun(Refused):
    """What no desk's journal says, in an order or in characters that none has."""


def standing(connection: Connection, desk: str) -> Standing:
    """How far the ledger has a desk's journal."""
    return _standing(desk, connection.execute(_DESK, {"desk": desk}).one())


def read_run(desk: str, run: Run) -> list[Received]:
    """What a run of ``desk`` says. Raises NoRun if this is none of a journal."""
    places = [line.sequence for line in run.lines]
    if places != list(range(places[0], places[0] + len(places)) if places else ()):
        raise NoRun("The lines of a run stand in order, without a gap. Send them again from the ledger's mark.")
    if any("\0" in sent.body for sent in run.lines):
        raise NoRun("A line's body holds a character that no journal has. Send what the journal holds.")
    return [received(sent, desk) for sent in run.lines]


def receive_as_said(
    reading: Engine, desk: str, lines: list[Received], key: str | None, its_turn: Callable[[], None]
) -> Standing | None:
    """Post a whole run in one round trip; or None, and then nothing of it is there: let `receive` do it.

    Each statement on ``reading`` is a transaction of its own. ``key``: that of the desk, where its signature was
    checked with one; with another one by now, nothing is posted. ``its_turn`` waits for the run before it.
    """
    if not _is_chained(lines):
        return None
    try:
        return post_as_said(reading, desk, lines, key, its_turn)
    except DBAPIError as trouble:
        if not isinstance(trouble.orig, UniqueViolation | DeadlockDetected | SerializationFailure):
            raise
    return None


def receive(engine: Engine, desk: str, lines: list[Received], raw: bytes) -> Standing:
    """Keep and post what is new in a run, once, however often and by however many it is sent.

    ``raw`` is the run as it came, for quarantine.
    """
    may_repeat = False
    for _ in range(TRIES_MOST):
        try:
            with engine.begin() as connection:
                return _receive(connection, desk, lines, raw, may_repeat=may_repeat)
        except IntegrityError as trouble:
            if not isinstance(trouble.orig, UniqueViolation) or may_repeat:
                raise
            may_repeat = True
        except DBAPIError as trouble:
            if not isinstance(trouble.orig, DeadlockDetected | SerializationFailure):
                raise
    raise TimeoutError(f"The run of {desk} found its accounts busy {TRIES_MOST} times.")


def _receive(connection: Connection, desk: str, lines: list[Received], raw: bytes, *, may_repeat: bool) -> Standing:
    desk_row = connection.execute(_DESK_LOCKED, {"desk": desk}).one()
    now = _standing(desk, desk_row)
    if not lines or lines[0].sequence > now.received_through + 1:
        return now
    fresh = [line for line in lines if line.sequence > now.received_through]
    if not _continues(connection, now, lines, fresh):
        _quarantine(connection, desk, raw)
        return now.model_copy(update={"state": "conflict"})
    if not fresh:
        return now
    # From here on the run is this desk's, and all of it is kept.
    if ids := _not_newer(fresh, _NEWEST_OF_ALL if may_repeat else desk_row.newest_earlier):
        fresh = _with_repeats(connection, desk, fresh, ids)
    settled = settle_carried(connection, desk, fresh)
    if desk_row.is_revoked:
        settled = without_carried(connection, desk, settled)
    settled = settle_own(connection, desk, settled, is_gone=desk_row.is_revoked)
    post(connection, desk, settled)
    notice_checks(connection, desk, settled)
    notice_bags(connection, settled)
    notice_broken_glass(connection, desk, settled)
    notice_absent(connection, settled)
    notice_many_tries(connection, desk, settled)
    notice_two_drawers(connection, desk, settled)
    notice_agreed(connection, desk, settled)
    warn_of_revoked(connection, desk, settled, is_revoked=desk_row.is_revoked)
    return now.model_copy(update={"received_through": fresh[-1].sequence, "chain": fresh[-1].chain})


def _continues(connection: Connection, now: Standing, lines: list[Received], fresh: list[Received]) -> bool:
    """Whether a run agrees with what we hold. One equal link proves all lines before it equal, if each follows."""
    known = [line for line in lines if line.sequence <= now.received_through]
    if known:
        links = _links(connection, now.desk, known[0].sequence - 1, known[-1].sequence)
        if links[-1] != known[-1].chain or not _follows(links[0], known[0]) or not _is_chained(known):
            return False
    return not fresh or (_follows(now.chain, fresh[0]) and _is_chained(fresh))


def _links(connection: Connection, desk: str, *sequences: int) -> list[str]:
    """What we hold as the links of these lines; that of line 0 is where each journal begins."""
    asked = {"desk": desk, "sequences": list(sequences)}
    held = {0: first_link(desk)} | {row.sequence: row.chain for row in connection.execute(_CHAINS_AT, asked)}
    return [held[sequence] for sequence in sequences]


def _is_chained(lines: list[Received]) -> bool:
    """Whether each line but the first follows on the one before it."""
    return all(_follows(before.chain, line) for before, line in pairwise(lines))


def _follows(link: str, line: Received) -> bool:
    return chained(link, line.sequence, line.body.encode()) == line.chain


def _quarantine(connection: Connection, desk: str, raw: bytes) -> None:
    run_hash = hashlib.sha256(raw).hexdigest()
    if connection.scalar(_QUARANTINE, {"desk": desk, "run_hash": run_hash, "run": raw}) is not None:
        raise_alarm(
            connection,
            "conflict",
            f"{desk} sent other lines than the ledger holds under the same numbers. They are in quarantine as "
            f"{run_hash[:12]}; nothing of them was posted.",
        )


def _not_newer(lines: list[Received], newest: UUID | None) -> list[str]:
    """The ids that may have come in an earlier month, which no index looks into: none there is above ``newest``."""
    if newest is None:
        return []
    return [str(line.line.line_id) for line in lines if line.line and line.line.line_id.int <= newest.int]


def _with_repeats(connection: Connection, desk: str, lines: list[Received], ids: list[str]) -> list[Received]:
    """The same lines, those marked whose id this desk used before, in this run or among ``ids``.

    They are kept and not posted again.
    """
    seen: set[UUID] = set(connection.scalars(_KNOWN_IDS, {"desk": desk, "ids": ids}))
    marked = []
    for line in lines:
        repeated = line.line is not None and line.line.line_id in seen
        marked.append(replace(line, repeated=repeated))
        if line.line is not None:
            seen.add(line.line.line_id)
    return marked


def _standing(desk: str, row: Row[tuple[Any, ...]]) -> Standing:
    return Standing(
        desk=desk,
        epoch=row.epoch,
        received_through=row.received_through,
        chain=row.chain,
        revoked=row.is_revoked,
    )
