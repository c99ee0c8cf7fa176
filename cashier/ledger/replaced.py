"""Which desk took whose place: asked step by step, of one machine each time. Most desks never replaced another."""

from collections.abc import Iterable

from sqlalchemy import Connection, text

_BEFORE = text("SELECT replaces FROM desks WHERE desk = :desk AND replaces IS NOT NULL")
_AFTER = text("SELECT desk FROM desks WHERE replaces = ANY(CAST(:desks AS text[]))")


def desks_before(connection: Connection, desk: str) -> list[str]:
    """The desks whose place ``desk`` took, the one just before it first."""
    before: list[str] = []
    while (one := connection.scalar(_BEFORE, {"desk": before[-1] if before else desk})) is not None:
        if one in before:
            break
        before.append(one)
    return before


def with_heirs(connection: Connection, desks: Iterable[str]) -> list[str]:
    """These desks, and those that took their places."""
    known = list(dict.fromkeys(desks))
    newest = known
    while newest:
        newest = [one for one in connection.scalars(_AFTER, {"desks": newest}) if one not in known]
        known += newest
    return known
