"""The commands of the central ledger: `python main.py ledger …`."""

import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from sqlalchemy import Connection

from cashier.config import DEMO_ORGANIZATION, Center, Organization, read_settings
from cashier.doors import ledger_directory
from cashier.doors.ledger_answers import begun_ledger, print_csv, say
from cashier.doors.ledger_cards import card_batch
from cashier.doors.ledger_compare import compare
from cashier.doors.ledger_corrections import say_corrections
from cashier.doors.ledger_deposit import deposit_slip, take_bank_file
from cashier.doors.ledger_letters import print_letters
from cashier.doors.ledger_mail import send_mail
from cashier.doors.ledger_office import import_payments, say_day_totals
from cashier.doors.ledger_options import By, Data, DatabaseUrl
from cashier.doors.ledger_people import admin, channels, desks, staff
from cashier.doors.ledger_sealed import cash_report, check_account
from cashier.doors.ledger_serve import serve, worker
from cashier.doors.ledger_year import take_year
from cashier.doors.papers import new_id, now_utc
from cashier.ledger import check as books
from cashier.ledger import database, large_cash, loading, months, people, reports, restoring
from cashier.ledger.administration import Admin, keep_center
from cashier.ledger.statement_details import load_addresses, load_lines
from cashier.security.organization import new_organization_keys

SAMPLE_SEED = 1
_SAMPLE_ZONE = ZoneInfo("America/Los_Angeles")
_WITH_DETAILS_MOST = 20_000  # Members.
_PARTS_AT_ONCE = 1000  # A million members never stand in memory together.

app = typer.Typer(add_completion=False, no_args_is_help=True, rich_markup_mode=None, help="The central ledger.")
app.add_typer(staff, name="staff", help="Who may sign in at the desks.")
app.add_typer(desks, name="desks", help="Which desks may send.")
app.add_typer(channels, name="channels", help="Which other ways to pay may send.")
app.command()(serve)
app.command(hidden=True)(worker)
app.command("day-totals")(say_day_totals)
app.command("corrections")(say_corrections)
app.command("letters")(print_letters)
app.command("year")(take_year)
app.command("deposit-slip")(deposit_slip)
app.command("bank-file")(take_bank_file)
app.command("card-batch")(card_batch)
app.command("compare")(compare)
app.command("mail")(send_mail)
app.command("cash-report")(cash_report)
app.command("check-account")(check_account)
channels.command("import")(import_payments)
app.command()(ledger_directory.load)
app.add_typer(ledger_directory.billing, name="billing", help="Which billing systems may send.")


@app.command()
def init(
    data: Data = None,
    database_url: DatabaseUrl = None,
    organization: Annotated[Path | None, typer.Option(help="The organization file, for its centers.")] = None,
    by: By = None,
) -> None:
    """Make the tables and begin an epoch; a second time changes nothing but the centers."""
    centers = read_settings(organization, Organization).centers if organization else ()
    with database.opened_ledger(data=data, database_url=database_url) as engine, engine.begin() as connection:
        _keep_centers(connection, centers, admin(by))
        say({"epoch": database.epoch(connection), "centers": len(centers)})


@app.command()
def restored(
    complete: Annotated[bool, typer.Option("--complete", help="All that was missing is there again.")] = False,
    data: Data = None,
    database_url: DatabaseUrl = None,
    by: By = None,
) -> None:
    """The database was put back to an older state: desks send again what it lost; check says what else is missing.

    Run it once after a restore, before `serve`; with --complete once feeds were replayed and acts done again.

    A backup is PostgreSQL's own: `pg_basebackup` for the base, `archive_command` or `pg_receivewal` for the write-ahead
    log. To restore, put the base in place with `recovery.signal`, `restore_command` and `recovery_target_time`, start
    PostgreSQL until it has promoted itself, and run this command.
    """
    with begun_ledger(data, database_url) as engine, engine.begin() as connection:
        if complete:
            restoring.complete(connection, admin(by))
            say({"completed": True})
        else:
            say(restoring.begin_epoch(connection, admin(by)) | {"epoch": database.epoch(connection)})


@app.command()
def check(data: Data = None, database_url: DatabaseUrl = None) -> None:
    """Prove the books; exit code 1 with the reasons if they do not hold."""
    with begun_ledger(data, database_url) as engine:
        report = books.check(engine)
    proven = asdict(report)
    findings = proven.pop("findings")
    say({"holds": report.holds} | proven)
    for finding in findings:
        print(finding, file=sys.stderr)
    raise typer.Exit(0 if report.holds else 1)


@app.command()
def maintain(data: Data = None, database_url: DatabaseUrl = None) -> None:
    """Make the partitions that the next months need, while desks go on, and list all there are: CSV, sizes in bytes.

    The service does the same when it starts. Rows are as many as PostgreSQL believes there are.
    """
    with begun_ledger(data, database_url) as engine:
        months.make_ahead(engine.url.render_as_string(hide_password=False))
        with engine.begin() as connection:
            large_cash.forget_cash(connection, now_utc())
        with engine.connect() as connection:
            print_csv(months.COLUMNS, months.partition_rows(connection))


@app.command()
def balances(data: Data = None, database_url: DatabaseUrl = None) -> None:
    """Every account and what it comes to, as CSV in cents."""
    with begun_ledger(data, database_url) as engine, engine.connect() as connection:
        print_csv(reports.BALANCE_COLUMNS, reports.balance_rows(connection))


@app.command()
def transfers(data: Data = None, database_url: DatabaseUrl = None) -> None:
    """Every transfer, as CSV in cents."""
    with begun_ledger(data, database_url) as engine, engine.connect() as connection:
        print_csv(reports.TRANSFER_COLUMNS, reports.transfer_rows(connection))


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
    say({"members": len(loaded.members), "statements": len(loaded.statements), "new_statements": new})


@app.command("load-sample")
def load_sample(
    data: Data = None,
    database_url: DatabaseUrl = None,
    members: Annotated[int, typer.Option(min=1, max=2_000_000, help="How many invented members.")] = 2000,
    today: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day to be due around.")] = None,
) -> None:
    """Invented members in families, with bills of every kind and state, and the demo's centers and staff."""
    from cashier.exchange.sample import sample_staff, sample_stream
    from cashier.exchange.sample_details import addresses_of, lines_of

    counted, new = 0, 0
    with database.opened_ledger(data=data, database_url=database_url) as engine, engine.begin() as connection:
        _keep_centers(connection, read_settings(DEMO_ORGANIZATION, Organization).centers, admin("sample"))
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
            if counted <= _WITH_DETAILS_MOST:  # Copies are asked for in a demo; a bench's millions need none.
                load_lines(connection, [line for part in some for line in lines_of(part)])
                load_addresses(connection, [address for part in some for address in addresses_of(part)])
        known = {person.user for person in people.all_staff(connection)}
        invented = [people.new_staff(**asdict(one)) for one in sample_staff() if one.user not in known]
        people.keep_staff(connection, invented, admin("sample"))
    say({"members": counted, "new_statements": new})


@app.command()
def keys() -> None:
    """New keys of an organization: public halves and check token for its desks, private halves for its safe."""
    say(new_organization_keys())


def _keep_centers(connection: Connection, centers: Sequence[Center], by: Admin) -> None:
    for center in centers:
        keep_center(connection, center.code, center.name, center.region, by, home_centers=center.home_centers)


def _day(today: datetime | None) -> date:
    """The day that was named, or today where the invented members live."""
    return (today or now_utc().astimezone(_SAMPLE_ZONE)).date()
