"""The ledger's commands for who may do what: people, desks and channels. Each of them is a line with a name on it."""

import base64
import getpass
import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Connection

from cashier.domain.errors import CashierError
from cashier.domain.scan import safe_text
from cashier.doors.ledger_answers import begun_ledger, say
from cashier.doors.ledger_options import By, Data, DatabaseUrl
from cashier.doors.papers import new_id, now_utc
from cashier.ledger import database, enrollment, people, tokens
from cashier.ledger.administration import Admin
from cashier.security.second_factor import Authenticators, authenticator_uri, new_secret, seal_secret
from cashier.wire import StaffRow

staff = typer.Typer(add_completion=False, no_args_is_help=True, rich_markup_mode=None)
desks = typer.Typer(add_completion=False, no_args_is_help=True, rich_markup_mode=None)
channels = typer.Typer(add_completion=False, no_args_is_help=True, rich_markup_mode=None)

_CODES_TRIED = 3

Reason = Annotated[str, typer.Option("--reason", help="Why; it is kept.")]
DeskCode = Annotated[str, typer.Argument(help="The desk's code, as on its receipts.")]


@staff.command("add")
def add_staff(
    user: Annotated[str, typer.Argument(help="The name to sign in with.")],
    name: Annotated[str, typer.Option(help="First and last name.")],
    role: Annotated[str, typer.Option(help="cashier, lead, cash_office, supervisor, auditor or administrator.")],
    badge: Annotated[str, typer.Option(help="What the badge's code says.")] = "",
    center: Annotated[list[str] | None, typer.Option(help="A center's code; again for more. None: all.")] = None,
    data: Data = None,
    database_url: DatabaseUrl = None,
    by: Annotated[list[str] | None, typer.Option(help="Who does this; twice for a role that approves money.")] = None,
) -> None:
    """Add a person, or bring one up to date; the passphrase is one line of standard input.

    Two administrators give a role that approves money, or their own; each of their passphrases is one more line.
    """
    passphrase = _secret("Passphrase")
    person = people.new_staff(user=user, name=name, role=role, passphrase=passphrase, badge=badge, centers=center or ())
    with database.opened_ledger(data=data, database_url=database_url) as engine, engine.begin() as connection:
        person = people.with_known_hash(connection, person, passphrase)
        people.keep_staff(connection, [person], _signed(connection, person, by))
    say({"user": person.user, "role": person.role, "centers": person.centers})


@staff.command("authenticator")
def give_authenticator(
    user: Annotated[str, typer.Argument(help="The name to sign in with.")],
    keys: Annotated[Path, typer.Option("--keys", help="The file with what `ledger keys` said.")],
    data: Data = None,
    database_url: DatabaseUrl = None,
    by: Annotated[list[str] | None, typer.Option(help="Who does this; twice for a role that approves money.")] = None,
) -> None:
    """Give a person a new second factor, also in the place of one that they lost.

    At a terminal what goes into their authenticator is shown this once, as a QR code and as letters to type, and it is
    kept once a code of it was typed: nobody is locked out by a picture that was not taken. A program that asks is told
    it as an ``otpauth`` address.

    One line of standard input is a new passphrase, of 8 characters or more with an authenticator; left empty, the one
    they have stays. The ledger can't read the secret: desks check the codes, with the ledger away, too.
    """
    passphrase, secret = _secret("New passphrase, or nothing"), new_secret()
    sealed = seal_secret(secret, user.lower(), _check_token(keys))
    with database.opened_ledger(data=data, database_url=database_url) as engine, engine.begin() as connection:
        person = people.with_authenticator(connection, user.lower(), passphrase, sealed)
        who, uri = _signed(connection, person, by), authenticator_uri(secret, person.user)
        if is_shown := sys.stdin.isatty() and sys.stderr.isatty():
            _show(uri, secret)
            _confirm(secret, _check_token(keys), person.user)
        people.keep_staff(connection, [person], who)
    said = {"user": person.user}
    say(said if is_shown else said | {"authenticator": uri})  # What was shown goes into no file besides.


def _show(uri: str, secret: bytes) -> None:
    """To the person who stands at this terminal with their telephone."""
    from receipts.qr import qr_letters

    letters = base64.b32encode(secret).decode().rstrip("=")
    groups = " ".join(letters[place : place + 4] for place in range(0, len(letters), 4))
    print(f"{qr_letters(uri)}\nOr type it: {groups}\nClear this screen once the authenticator has it.", file=sys.stderr)


def _confirm(secret: bytes, check_token: str, user: str) -> None:
    """Raises CashierError where no code of it is typed: then the person keeps what they had."""
    sealed, codes = seal_secret(secret, user, check_token), Authenticators(check_token)
    for _ in range(_CODES_TRIED):
        code = str(typer.prompt("The code that it shows now", err=True)).replace(" ", "")
        if codes.step_of(sealed, user, code, now_utc()) is not None:
            return
        print("That is none of its codes. Look at the telephone's clock, and type the next one.", file=sys.stderr)
    raise CashierError(f"Nothing has changed for {user}. Begin anew, and scan the new picture.")


@staff.command("revoke")
def revoke_staff(
    user: Annotated[str, typer.Argument(help="The name to sign in with.")],
    reason: Reason,
    data: Data = None,
    database_url: DatabaseUrl = None,
    by: By = None,
) -> None:
    """End a person's right to sign in, at every desk as soon as it hears of it."""
    with database.opened_ledger(data=data, database_url=database_url) as engine, engine.begin() as connection:
        people.revoke_staff(connection, user, reason, admin(by))
    say({"user": user.lower(), "active": False})


@staff.command("list")
def list_staff(data: Data = None, database_url: DatabaseUrl = None) -> None:
    """Everybody, one JSON object a line, without passphrases."""
    with begun_ledger(data, database_url) as engine, engine.connect() as connection:
        for person in people.all_staff(connection):
            say(person.model_dump(mode="json", exclude={"passphrase_hash"}))


@desks.command("invite")
def invite_desk(
    desk: DeskCode,
    center: Annotated[str, typer.Option(help="The code of its medical center.")],
    replaces: Annotated[str | None, typer.Option(help="The desk that lost its journal or its machine.")] = None,
    data: Data = None,
    database_url: DatabaseUrl = None,
    by: By = None,
) -> None:
    """A code with which this desk enrolls once, within a day; it is shown once."""
    tokens.must_be_a_code(desk, "The desk's code", str.isupper)
    with database.opened_ledger(data=data, database_url=database_url) as engine, engine.begin() as connection:
        invitation = enrollment.invite(connection, desk, center, admin(by), replaces=replaces)
    say({"desk": desk, "center": center, "code": invitation.code, "expires_at": invitation.expires_at.isoformat()})


@desks.command("revoke")
def revoke_desk(
    desk: DeskCode, reason: Reason, data: Data = None, database_url: DatabaseUrl = None, by: By = None
) -> None:
    """From now on a desk only delivers what it took, and learns nothing more."""
    with database.opened_ledger(data=data, database_url=database_url) as engine, engine.begin() as connection:
        enrollment.revoke_desk(connection, desk, reason, admin(by))
    say({"desk": desk, "revoked": True})


@desks.command("list")
def list_desks(data: Data = None, database_url: DatabaseUrl = None) -> None:
    """Every desk, one JSON object a line: its center, how far its journal is here, and whether it is revoked."""
    with begun_ledger(data, database_url) as engine, engine.connect() as connection:
        for desk in enrollment.all_desks(connection):
            say(desk)


@channels.command("enroll")
def enroll_channel(
    channel: Annotated[str, typer.Argument(help="The channel's name, in small letters.")],
    data: Data = None,
    database_url: DatabaseUrl = None,
    by: By = None,
) -> None:
    """Let another way to pay send what it took; its token is shown once."""
    tokens.must_be_a_code(channel, "The channel's name", str.islower)
    with database.opened_ledger(data=data, database_url=database_url) as engine, engine.begin() as connection:
        say({"channel": channel, "token": tokens.enroll_channel(connection, channel, admin(by))})


def admin(by: str | None) -> Admin:
    """Who does what a command does. Raises Refused for a name that cannot be kept."""
    name = safe_text(by or getpass.getuser(), "The name after --by", most=80).strip()
    if not name:
        raise CashierError("Say who does this with --by.")
    return Admin(by=name, clock=now_utc, new_id=new_id)


def _signed(connection: Connection, person: StaffRow, by: list[str] | None) -> Admin:
    """Who does it, with the passphrases of two where it takes two."""
    who = admin(by[0] if by else None)
    if by and len(by) == 2 and people.needs_two(connection, person):
        words = _secret(f"Passphrase of {by[0]}"), _secret(f"Passphrase of {by[1]}")
        who = people.by_two(connection, who, by[1], words)
    return who


def _check_token(keys: Path) -> str:
    """The secret that the organization's desks share. Raises CashierError for a file that has none."""
    try:
        return str(json.loads(keys.read_text("utf-8"))["check_token"])
    except (OSError, ValueError, KeyError, TypeError) as trouble:
        raise CashierError(f"{keys} holds no check_token. Name the file with what `ledger keys` said.") from trouble


def _secret(words: str) -> str:
    """Asked for where a person sits there, else the next line of standard input."""
    if sys.stdin.isatty():
        return str(typer.prompt(words, hide_input=True, err=True))
    return sys.stdin.readline().rstrip("\n")
