"""The ledger's commands for whom it knows: files loaded by the million, and the billing systems that may write."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console, RenderableType
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.text import Text

from cashier.doors.ledger_answers import say
from cashier.doors.ledger_options import By, Data, DatabaseUrl
from cashier.doors.ledger_people import admin
from cashier.doors.papers import new_id, now_utc
from cashier.exchange.billing_files import billing_files
from cashier.ledger import database
from cashier.ledger.billing import enroll_billing_system
from cashier.ledger.bulk import Loader, Rejected
from cashier.ledger.bulk import Progress as Loaded
from cashier.ledger.listening import look_less_for_cycles
from cashier.ledger.tokens import must_be_a_code

REJECTED_SAID_MOST = 20

billing = typer.Typer(add_completion=False, no_args_is_help=True, rich_markup_mode=None)


class _Bar(Progress):
    """A bar with the number of rows above it."""

    def get_renderables(self) -> Iterable[RenderableType]:
        for task in self.tasks:
            yield Text(f"{task.fields['rows']:,} rows, {task.fields['rejected']:,} not taken")
        yield self.make_tasks_table(self.tasks)


def load(
    paths: Annotated[list[Path], typer.Argument(help="Files, or folders with such files.")],
    system: Annotated[str, typer.Option(help="The billing system whose files these are.")] = "billing",
    rejects: Annotated[Path | None, typer.Option(help="Folder for the rows not taken; beside their file.")] = None,
    data: Data = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Load people and bills from CSV files, named after what is in them; cut off, it goes on where it was.

    The first row names the columns. guarantors: number, name, region. members: number, guarantor_number, family_name,
    given_names, birth_date, region, home_center; plan, language, notes, email. statements: number, kind, region,
    member_number, guarantor_number, title, statement_date, due_date, billed_cents; paid_cents, service_date,
    under_review, autopay_on, plan_words, confidential, statuses. statement_events: reference, event,
    statement_number; words, due_date, cents. statement_lines: statement_number, place, words, cents; service_date.
    mail_addresses: guarantor_number, address. What stands behind a semicolon may be missing. Dates are like
    2026-11-21, amounts whole cents. Rows that cannot be taken are named in FILE.rejected.csv; the exit code is 1 then.
    """
    must_be_a_code(system, "The billing system's name", str.islower)
    files = billing_files(paths)
    look_less_for_cycles()
    console = Console(stderr=True)
    columns = TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn()
    with (
        database.opened_ledger(data=data, database_url=database_url) as engine,
        _Bar(*columns, console=console, disable=not console.is_terminal) as bar,
    ):
        task = bar.add_task("", rows=0, rejected=0)
        said: list[Rejected] = []

        def tell(now: Loaded) -> None:
            bar.update(task, completed=now.bytes_done, rows=now.rows, rejected=now.rejected)

        def name(one: Rejected) -> None:
            if len(said) < REJECTED_SAID_MOST:
                said.append(one)
                console.print(f"{one.file}, line {one.line}: {one.sentence}", markup=False, soft_wrap=True)

        loaded = []
        for file in files:
            bar.reset(task, description=file.name, total=file.stat().st_size, rows=0, rejected=0)
            loader = Loader(
                engine=engine, system=system, rejects_folder=rejects or file.parent, tell=tell, name=name,
                clock=now_utc, new_id=new_id,
            )  # fmt: skip
            loaded.append(loader.load(file))
    print(json.dumps({one.file: {"rows": one.rows, "rejected": one.rejected} for one in loaded}))
    raise typer.Exit(1 if any(one.rejected for one in loaded) else 0)


@billing.command("enroll")
def enroll(
    system: Annotated[str, typer.Argument(help="The billing system's name, in small letters.")],
    data: Data = None,
    database_url: DatabaseUrl = None,
    by: By = None,
) -> None:
    """Let a billing system send who owes what; its token is shown once."""
    must_be_a_code(system, "The billing system's name", str.islower)
    with database.opened_ledger(data=data, database_url=database_url) as engine, engine.begin() as connection:
        say({"system": system, "token": enroll_billing_system(connection, system, admin(by))})
