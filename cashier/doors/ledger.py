"""The commands of the central ledger: `python main.py ledger …`."""

import csv
import json
import os
import sys
from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import asdict
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer
from sqlalchemy import Engine

from cashier.config import Organization, read_settings
from cashier.domain.errors import CashierError
from cashier.doors import ledger_directory
from cashier.doors.ledger_options import Data, DatabaseUrl
from cashier.doors.papers import new_id, now_utc
from cashier.doors.processes import say_ready, when_asked_to_leave
from cashier.ledger import check as books
from cashier.ledger import database, loading, people, reports, tokens
from cashier.ledger.embedded import is_begun
from cashier.ledger.serve import TlsFiles, listen, look_less_for_cycles, make_service
from cashier.logs import set_up_logs
from cashier.security.organization import new_organization_keys

PORT = 8440
SAMPLE_SEED = 1
_SAMPLE_ZONE = ZoneInfo("America/Los_Angeles")
_PARTS_AT_ONCE = 1000  # A million members never stand in memory together.

app = typer.Typer(add_completion=False, no_args_is_help=True, rich_markup_mode=None, help="The central ledger.")
staff = typer.Typer(add_completion=False, no_args_is_help=True, rich_markup_mode=None)
desks = typer.Typer(add_completion=False, no_args_is_help=True, rich_markup_mode=None)
channels = typer.Typer(add_completion=False, no_args_is_help=True, rich_markup_mode=None)
app.add_typer(staff, name="staff", help="Who may sign in at the desks.")
app.add_typer(desks, name="desks", help="Which desks may send.")
app.add_typer(channels, name="channels", help="Which other ways to pay may send.")
app.command()(ledger_directory.load)
app.add_typer(ledger_directory.billing, name="billing", help="Which billing systems may send.")


@app.command()
def serve(
    data: Data = None,
    database_url: DatabaseUrl = None,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one.")] = PORT,
    tls_certificate: Annotated[Path | None, typer.Option(help="PEM file; with --tls-key.")] = None,
    tls_key: Annotated[Path | None, typer.Option(help="PEM file; with --tls-certificate.")] = None,
    until_eof: Annotated[bool, typer.Option("--until-eof", help="Leave when standard input ends.")] = False,
) -> None:
    """Answer desks until stopped; says its URL as one line of JSON when it is ready. Faults go to a log in --data."""
    tls = _tls(tls_certificate, tls_key)
    if data is not None:
        data.mkdir(parents=True, exist_ok=True)
        set_up_logs(data)
    with listen(host, port) as listener, database.opened_ledger(data=data, database_url=database_url) as engine:
        shown_host = f"[{host}]" if ":" in host else host
        ready = {
            "url": f"{'https' if tls else 'http'}://{shown_host}:{listener.getsockname()[1]}",
            "database_url": engine.url.set(drivername="postgresql").render_as_string(hide_password=False),
            "process": os.getpid(),
        }
        service = make_service(engine, clock=now_utc, new_id=new_id, tls=tls, when_ready=lambda: say_ready(ready))
        when_asked_to_leave(service.leave, until_eof=until_eof)
        look_less_for_cycles()
        service.run(listener)


@app.command()
def init(
    data: Data = None,
    database_url: DatabaseUrl = None,
    organization: Annotated[Path | None, typer.Option(help="The organization file, for its centers.")] = None,
) -> None:
    """Make the tables and begin an epoch; a second time changes nothing but the centers."""
    centers = read_settings(organization, Organization).centers if organization else ()
    with database.opened_ledger(data=data, database_url=database_url) as engine, engine.begin() as connection:
        for center in centers:
            database.keep_center(connection, center.code, center.name, center.region)
        _say({"epoch": database.epoch(connection), "centers": len(centers)})


@app.command()
def check(data: Data = None, database_url: DatabaseUrl = None) -> None:
    """Prove the books; exit code 1 with the reasons if they do not hold."""
    with _begun_ledger(data, database_url) as engine:
        report = books.check(engine)
    proven = asdict(report)
    findings = proven.pop("findings")
    _say({"holds": report.holds} | proven)
    for finding in findings:
        print(finding, file=sys.stderr)
    raise typer.Exit(0 if report.holds else 1)


@app.command()
def balances(data: Data = None, database_url: DatabaseUrl = None) -> None:
    """Every account and what it comes to, as CSV in cents."""
    with _begun_ledger(data, database_url) as engine, engine.connect() as connection:
        _print_csv(reports.BALANCE_COLUMNS, reports.balance_rows(connection))


@app.command()
def transfers(data: Data = None, database_url: DatabaseUrl = None) -> None:
    """Every transfer, as CSV in cents."""
    with _begun_ledger(data, database_url) as engine, engine.connect() as connection:
        _print_csv(reports.TRANSFER_COLUMNS, reports.transfer_rows(connection))


@app.command("import-synthea")
def import_synthea(
    folder: Annotated[Path, typer.Argument(help="The folder with Synthea's CSV files.")],
    data: Data = None,
    database_url: DatabaseUrl = None,
) -> None:
    """People become members and guarantors, claims become statements; all of them, or none."""
    from cashier.exchange.synthea import read_synthea

    loaded = read_synthea(folder)
    with database.opened_ledger(data=data, database_url=database_url) as engine, engine.begin() as connection:
        new = loading.load_directory(
            connection,
            members=loaded.members,
            guarantors=loaded.guarantors,
            statements=loaded.statements,
            clock=now_utc,
            new_id=new_id,
        )
    _say({"members": len(loaded.members), "statements": len(loaded.statements), "new_statements": new})


@app.command("load-sample")
def load_sample(
    data: Data = None,
    database_url: DatabaseUrl = None,
    members: Annotated[int, typer.Option(min=1, max=2_000_000, help="How many invented members.")] = 2000,
    today: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day to be due around.")] = None,
) -> None:
    """Invented members in families, with bills of every kind and state, and the demo's staff."""
    from cashier.exchange.sample import sample_staff, sample_stream

    counted, new = 0, 0
    with database.opened_ledger(data=data, database_url=database_url) as engine, engine.begin() as connection:
        parts = sample_stream(members, SAMPLE_SEED, _day(today))
        while some := list(islice(parts, _PARTS_AT_ONCE)):
            counted += sum(len(part.members) for part in some)
            new += loading.load_directory(
                connection,
                members=(row for part in some for row in part.members),
                guarantors=(row for part in some for row in part.guarantors),
                statements=(row for part in some for row in part.statements),
                clock=now_utc,
                new_id=new_id,
            )
        loading.load_directory(
            connection, staff=[people.new_staff(**asdict(one)) for one in sample_staff()], clock=now_utc, new_id=new_id
        )
    _say({"members": counted, "new_statements": new})


@staff.command("add")
def add_staff(
    user: Annotated[str, typer.Argument(help="The name to sign in with.")],
    name: Annotated[str, typer.Option(help="First and last name.")],
    role: Annotated[str, typer.Option(help="cashier, lead, cash_office, supervisor, auditor or administrator.")],
    badge: Annotated[str, typer.Option(help="What the badge's code says.")] = "",
    data: Data = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Add a person, or bring one up to date; the passphrase is one line of standard input."""
    if sys.stdin.isatty():
        passphrase = typer.prompt("Passphrase", hide_input=True, err=True)
    else:
        passphrase = sys.stdin.readline().rstrip("\n")
    person = people.new_staff(user=user, name=name, role=role, passphrase=passphrase, badge=badge)
    with database.opened_ledger(data=data, database_url=database_url) as engine, engine.begin() as connection:
        loading.load_directory(connection, staff=[person], clock=now_utc, new_id=new_id)
    _say({"user": person.user, "role": person.role})


@staff.command("list")
def list_staff(data: Data = None, database_url: DatabaseUrl = None) -> None:
    """Everybody, one JSON object a line, without passphrases."""
    with _begun_ledger(data, database_url) as engine, engine.connect() as connection:
        for person in people.all_staff(connection):
            _say(person.model_dump(mode="json", exclude={"passphrase_hash"}))


@desks.command("enroll")
def enroll_desk(
    desk: Annotated[str, typer.Argument(help="The desk's code, as on its receipts.")],
    center: Annotated[str, typer.Option(help="The code of its medical center.")],
    data: Data = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Let a desk send; its token is shown once."""
    tokens.must_be_a_code(desk, "The desk's code", str.isupper)
    with database.opened_ledger(data=data, database_url=database_url) as engine, engine.begin() as connection:
        _say({"desk": desk, "center": center, "token": tokens.enroll_desk(connection, desk, center)})


@app.command()
def keys() -> None:
    """New keys of an organization: public halves and check token for its desks, private halves for its safe."""
    _say(new_organization_keys())


@channels.command("enroll")
def enroll_channel(
    channel: Annotated[str, typer.Argument(help="The channel's name, in small letters.")],
    data: Data = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Let another way to pay send what it took; its token is shown once."""
    tokens.must_be_a_code(channel, "The channel's name", str.islower)
    with database.opened_ledger(data=data, database_url=database_url) as engine, engine.begin() as connection:
        _say({"channel": channel, "token": tokens.enroll_channel(connection, channel)})


def _begun_ledger(data: Path | None, database_url: str | None) -> AbstractContextManager[Engine]:
    """A ledger to look at. Raises CashierError for a folder that has none: new and empty books would always hold."""
    if data is not None and not database_url and not is_begun(data):
        raise CashierError(f"There is no ledger in {data}. Name the right folder with --data, or begin one with init.")
    return database.opened_ledger(data=data, database_url=database_url)


def _day(today: datetime | None) -> date:
    """The day that was named, or today where the invented members live."""
    return (today or now_utc().astimezone(_SAMPLE_ZONE)).date()


def _tls(certificate: Path | None, key: Path | None) -> TlsFiles | None:
    if certificate is None and key is None:
        return None
    if certificate is None or key is None:
        raise CashierError("TLS needs both --tls-certificate and --tls-key.")
    for path in (certificate, key):
        if not os.access(path, os.R_OK):
            raise CashierError(f"{path} cannot be read. Check the file and its mode.")
    return TlsFiles(certificate=certificate, key=key)


def _say(facts: dict[str, Any]) -> None:
    print(json.dumps(facts, ensure_ascii=False, default=str))


def _print_csv(columns: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
