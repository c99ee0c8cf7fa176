"""The one door of Counterfoil. Without a command it opens this machine's desk; ``--help`` lists the others.

It wires nothing itself: each command's wiring stands in `cashier.doors` and is loaded when it is asked for.
"""

import os
import sys
from pathlib import Path
from typing import Annotated

try:
    import typer
except ModuleNotFoundError:  # The system's own Python.
    sys.exit("This Python has none of Counterfoil's libraries. Run make demo once, then .venv/bin/python main.py.")

from cashier.domain.errors import CashierError
from cashier.doors.folder import data_folder
from cashier.doors.overwriting import start_overwriting

app = typer.Typer(add_completion=False, no_args_is_help=False, pretty_exceptions_enable=False, rich_markup_mode=None)
journal = typer.Typer(add_completion=False, no_args_is_help=True, rich_markup_mode=None)
app.add_typer(journal, name="journal", help="Prove and read a desk's journal.")

DataFolder = Annotated[
    Path | None,
    typer.Option("--data", parser=data_folder, metavar="DIR", help="The data folder; a folder of your own by default."),
]
By = Annotated[str, typer.Option("--by", help="Who reads; their passphrase is one line of standard input.")]
Why = Annotated[str, typer.Option("--reason", help="What it is for; it is kept.")]
DeskFolder = Annotated[Path, typer.Option("--data", parser=data_folder, metavar="DIR", help="The desk's data folder.")]


@app.callback(invoke_without_command=True)
def desk(context: typer.Context, data: DataFolder = None) -> None:
    """Open this machine's desk."""
    os.umask(0o077)  # Whatever any command writes, others don't read.
    if context.invoked_subcommand is None:
        from cashier.doors.desk import run_desk

        raise typer.Exit(run_desk(data))


@app.command()
def demo(
    data: DataFolder = None,
    members: Annotated[int, typer.Option(min=100, max=1_000_000, help="How many invented members.")] = 2000,
    window: Annotated[bool, typer.Option("--window/--no-window", help="Open the desk's window too.")] = True,
) -> None:
    """From nothing to a working desk: ledger, invented members, simulated printer and card terminal, the window."""
    from cashier.doors.demo import run_demo

    raise typer.Exit(run_demo(data, members=members, window=window))


@app.command()
def replay(
    script: Annotated[Path, typer.Argument(help="A day script: one JSON object a line.")],
    data: DeskFolder,
    ledger: Annotated[str | None, typer.Option("--ledger", help="Another ledger's URL.")] = None,
) -> None:
    """Work through a day script with the real use cases, one JSON answer a line."""
    from cashier.doors.replay import run_replay

    raise typer.Exit(run_replay(script, data=data, ledger_url=ledger))


@app.command("printer-logo")
def printer_logo(
    picture: Annotated[Path, typer.Argument(help="A PNG, in black on white.")],
    data: DeskFolder,
    key: Annotated[str, typer.Option("--key", help="The two letters that [printer] has as logo, by default.")] = "",
) -> None:
    """Store a picture in the receipt printer's own memory, for the head of its receipts, and print it once."""
    from cashier.doors.printer_logo import store_picture

    typer.echo(store_picture(picture, data, key=key))


@app.command()
def bench(
    name: Annotated[str, typer.Argument(help="B1, B6 …; one that is not there names them all.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on the last line.")] = False,
    quick: Annotated[bool, typer.Option("--quick", help="A small workload, to see that it runs.")] = False,
    members: Annotated[int | None, typer.Option(min=1000, help="Another number of members, for the ledger's.")] = None,
    rows: Annotated[int | None, typer.Option(min=1000, help="So many lines that are there before, for B7.")] = None,
) -> None:
    """Measure one figure with the real code, its floor beside it."""
    from tests.bench.run import run_bench

    raise typer.Exit(run_bench(name, as_json=as_json, quick=quick, members=members, rows=rows))


@app.command()
def simulate(
    seed: Annotated[int, typer.Option(help="The same seed is the same history, to the byte.")],
    days: Annotated[int, typer.Option(min=1, help="How many days.")],
    desks: Annotated[int, typer.Option(min=1, max=50, help="How many desks of one center.")] = 2,
) -> None:
    """Simulate bad days from a seed: desks, devices, network and ledger, with the real code. One JSON object."""
    from tests.simulation.command import run_simulation

    raise typer.Exit(run_simulation(seed, days, desks))


@app.command(hidden=True)
def simulators(
    columns: Annotated[int, typer.Option(min=32, max=48)] = 42,
    until_eof: Annotated[bool, typer.Option("--until-eof", help="Leave when standard input ends.")] = False,
    terminal_memory: Annotated[Path | None, typer.Option(help="Where the terminal keeps what it charged.")] = None,
) -> None:
    """The demo's receipt printer and card terminal."""
    from cashier.doors.simulators import run_simulators

    raise typer.Exit(run_simulators(columns=columns, until_eof=until_eof, terminal_memory=terminal_memory))


@journal.command()
def init(data: DeskFolder) -> None:
    """A new, empty journal with its key, for a desk whose settings, desk.toml and organization.toml, are there."""
    from cashier.doors.setup import make_desk

    make_desk(data)


@journal.command()
def enroll(
    data: DeskFolder,
    ledger: Annotated[str | None, typer.Option("--ledger", help="Another ledger's URL than the settings'.")] = None,
    old: Annotated[Path | None, typer.Option("--from", help="The data folder of the desk that is replaced.")] = None,
    lead: Annotated[str, typer.Option(help="With --from: the lead; the passphrase is asked for.")] = "",
    last_receipt: Annotated[str, typer.Option(help="With --from: the last receipt that it printed.")] = "",
    count: Annotated[str, typer.Option(help="With --from: its drawer, like 20.00=5,1.00=12.")] = "",
) -> None:
    """Make this desk's key and bring it in at the ledger with a one-time code, in another desk's place if need be.

    The code is asked for, is the first line of standard input, or stands in COUNTERFOIL_ENROLLMENT_CODE.
    """
    from cashier.doors.enrolling import Predecessor, run_enroll

    predecessor = Predecessor(folder=old, lead=lead, last_receipt=last_receipt, count=count) if old else None
    raise typer.Exit(run_enroll(data, ledger_url=ledger, predecessor=predecessor))


@journal.command()
def rescue(
    found: Annotated[Path, typer.Argument(help="The folder of a second copy, or the data folder of a dead machine.")],
    data: DeskFolder,
    recovery_key: Annotated[Path, typer.Option(help="The file with the organization's private recovery key.")],
    lead: Annotated[str, typer.Option(help="The lead who looked at the old desk; the passphrase is asked for.")],
    last_receipt: Annotated[str, typer.Option(help="The last receipt that the old desk printed.")] = "",
    count: Annotated[str, typer.Option(help="Its drawer, like 20.00=5,1.00=12.")] = "",
    ledger: Annotated[str | None, typer.Option("--ledger", help="Another ledger's URL than the settings'.")] = None,
) -> None:
    """Bring this desk in in a dead one's place, with what that one had not sent, out of what is left of its journal.

    The same as `enroll --from`, where the old desk's own key is gone with it. The code is asked for as there.
    """
    from cashier.doors.enrolling import Predecessor, run_enroll

    predecessor = Predecessor(
        folder=found, lead=lead, last_receipt=last_receipt, count=count, recovery_key=recovery_key
    )
    raise typer.Exit(run_enroll(data, ledger_url=ledger, predecessor=predecessor))


@journal.command()
def verify(
    data: Annotated[
        Path | None, typer.Option("--data", parser=data_folder, metavar="DIR", help="The desk's data folder.")
    ] = None,
    year: Annotated[
        list[Path] | None, typer.Option(help="Instead: a year's file of `ledger year`; several, the oldest first.")
    ] = None,
) -> None:
    """Prove the journal: every link, every transfer, every receipt number. Exit code 1 with the reason if not."""
    from cashier.doors.journal import run_verify, run_verify_years

    if (data is None) == (not year):
        raise CashierError("Name the desk's folder with --data, or files of `ledger year` with --year.")
    raise typer.Exit(run_verify(data) if data is not None else run_verify_years(year or []))


@journal.command()
def rekey(data: DeskFolder) -> None:
    """A new data key for a desk that is closed: each file as a copy that is proven, then in the old one's place."""
    from cashier.doors.rekeying import run_rekey

    raise typer.Exit(run_rekey(data))


@journal.command()
def show(data: DeskFolder, by: By, reason: Why) -> None:
    """The journal's lines as JSON lines, for who may read them; the last one says who did."""
    from cashier.doors.journal import Reader, run_show
    from cashier.doors.typed import typed_passphrase

    reader = Reader(user=by, passphrase=typed_passphrase("Passphrase"), reason=reason)
    raise typer.Exit(run_show(data, reader))


@journal.command()
def receipt(
    number: Annotated[str, typer.Argument(help="As on the paper: OAK3-0000001.")],
    data: DeskFolder,
    by: By,
    reason: Why,
    pdf: Annotated[Path | None, typer.Option("--pdf", help="Write a PDF copy to this file instead.")] = None,
) -> None:
    """A receipt's words, or a PDF copy of it, for who may read the journal."""
    from cashier.doors.journal import Reader, run_receipt
    from cashier.doors.typed import typed_passphrase

    reader = Reader(user=by, passphrase=typed_passphrase("Passphrase"), reason=reason)
    raise typer.Exit(run_receipt(number, data=data, pdf=pdf, reader=reader))


def main() -> int:
    """Run one command. What the program has a sentence for is said on standard error, with exit code 1."""
    if not sys.argv[1:2] or sys.argv[1] in ("demo", "--data") or sys.argv[1].startswith("--data="):
        start_overwriting()  # People type into these.
    # Pydantic would look through every installed package for plug-ins; none of our libraries brings one.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    if sys.argv[1:2] in (["ledger"], ["--help"]):
        # Its commands bring the service's libraries with them, which a desk never loads.
        from cashier.doors.ledger import app as ledger

        app.add_typer(ledger, name="ledger")
    try:
        app(standalone_mode=True)
    except CashierError as trouble:
        print(trouble.sentence, file=sys.stderr)
        return 1
    except OSError as trouble:
        if trouble.filename is None:
            raise
        print(f"{trouble.filename} cannot be used ({trouble.strerror}). Name another file or folder.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
