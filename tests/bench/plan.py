"""A whole plan to measure the ledger with: its billing system's files, and a ledger that has loaded them, both kept."""

import csv
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import Engine

from cashier.doors.papers import new_id
from cashier.exchange.billing_files import billing_files
from cashier.exchange.sample import sample_stream
from cashier.ledger.bulk import Loader
from cashier.ledger.database import opened_ledger
from cashier.ledger.embedded import remove_embedded_postgres
from cashier.wire import GuarantorRow, MemberRow, StatementRow
from tests.bench.place import DAY, SEED, cache_folder, fingerprint

_GUARANTOR = ("number", "name", "region")
_MEMBER = (
    "number", "guarantor_number", "family_name", "given_names", "birth_date", "region", "home_center", "plan",
    "language", "notes",
)  # fmt: skip
_STATEMENT = (
    "number", "kind", "region", "member_number", "guarantor_number", "title", "statement_date", "due_date",
    "billed_cents", "paid_cents", "service_date", "under_review", "autopay_on", "plan_words", "confidential",
)  # fmt: skip
_LOADED_BY = ("cashier/ledger/migrations/versions/*.py", "cashier/ledger/name_keys.py", "cashier/domain/names.py")


def billing_folder(members: int) -> Path:
    """The files of so many invented members, made once and kept."""
    return _kept(f"billing-{members}", fingerprint("cashier/exchange/billing_files.py"), lambda to: _write(to, members))


@contextmanager
def kept_ledger(members: int) -> Iterator[Engine]:
    """A ledger with so many members and all their statements, loaded once and kept, for the length of a ``with``."""
    folder = _kept(f"ledger-{members}", fingerprint(*_LOADED_BY), lambda to: None)
    with opened_ledger(data=folder, database_url=None) as engine:
        loaded = folder / "loaded"
        if not loaded.exists():  # A load that was cut goes on.
            load_all(engine, members, rejects=folder)
            tidy(engine)
            loaded.touch()
        yield engine


def load_all(engine: Engine, members: int, *, rejects: Path) -> None:
    """Load the files of so many members. None of their rows is bad."""
    for file in billing_files([billing_folder(members)]):
        loader = Loader(
            engine=engine, system="billing", rejects_folder=rejects, tell=_nobody, name=_nobody, clock=_now,
            new_id=new_id,
        )  # fmt: skip
        assert loader.load(file).rejected == 0


def owner_connection(engine: Engine) -> "psycopg.Connection[Any]":
    """With all rights, each statement a transaction of its own."""
    url = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(url, autocommit=True)


def tidy(engine: Engine) -> None:
    """What PostgreSQL does by itself in the hours after a load."""
    with owner_connection(engine) as connection:
        connection.execute("VACUUM ANALYZE")
        connection.execute("CHECKPOINT")


def _kept(name: str, mark: str, make: Any) -> Path:
    folder = cache_folder() / f"{name}-{mark}"
    if not folder.exists():
        for older in cache_folder().glob(f"{name}-????????????"):
            remove_embedded_postgres(older)
            shutil.rmtree(older)
        unfinished = folder.with_name(f"{folder.name}.{os.getpid()}")
        unfinished.mkdir(mode=0o700)
        make(unfinished)
        unfinished.rename(folder)
    return folder


def _write(folder: Path, members: int) -> None:
    with ExitStack() as files:

        def opened(name: str, columns: tuple[str, ...]) -> Any:
            file = files.enter_context((folder / f"{name}.csv").open("w", encoding="utf-8", newline=""))
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(columns)
            return writer

        guarantors, people = opened("guarantors", _GUARANTOR), opened("members", _MEMBER)
        bills = opened("statements", _STATEMENT)
        for part in sample_stream(members, SEED, DAY):
            guarantors.writerows(_said(row, _GUARANTOR) for row in part.guarantors)
            people.writerows(_said(row, _MEMBER) for row in part.members)
            bills.writerows(_said(row, _STATEMENT) for row in part.statements)


def _said(row: GuarantorRow | MemberRow | StatementRow, columns: tuple[str, ...]) -> list[Any]:
    fields: list[Any] = []
    for column in columns:
        if column == "paid_cents" and isinstance(row, StatementRow):
            fields.append(row.billed_cents - row.open_cents)
        elif column == "notes" and isinstance(row, MemberRow):
            fields.append("; ".join(row.notes))
        else:
            said = getattr(row, column)
            fields.append(str(said).lower() if isinstance(said, bool) else said)
    return fields


def _now() -> datetime:
    return datetime.now(UTC)


def _nobody(_: object) -> None:
    """Nobody looks."""
