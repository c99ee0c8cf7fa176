"""The README names every key and every command there is, and none that is not."""

import re
from pathlib import Path

import typer

import main
from cashier.doors.ledger import app as ledger
from cashier.doors.replay_script import ACTS
from cashier.doors.replay_shape import Act
from cashier.ledger.office import Acknowledge, CloseNote, ListAccount, ReleaseHeld, SignIn, TakeTask
from cashier.wire import ChannelPayment, Message
from cashier.wire_billing import BillingDetails, BillingEvent, BillingKind
from cashier.wire_safe import PrepareDeposit, ReviewDeposit
from tests.ledger.test_rights import BY_SESSION, OF_NOBODY
from tests.rules.tree import ROOT
from ui import keys

_TEST = re.compile(r"^def (test_\w+)\(", re.MULTILINE)
TAKEN: dict[str, type[Message] | str] = {
    "POST /v1/channels/{channel}/payments": ChannelPayment,
    "POST /v1/billing/{system}/events": BillingEvent,
    "POST /v1/billing/{system}/details": BillingDetails,
    "GET /v1/billing/{system}/told": "what desks agreed to or noted, [`after`] a number",
    "POST /v1/office/sign-in": SignIn,
    "POST /v1/office/sign-out": "ends the session",
    "POST /v1/office/tasks/{task}/take": TakeTask,
    "POST /v1/office/held/{task}/release": ReleaseHeld,
    "POST /v1/office/alarms/{alarm}/acknowledge": Acknowledge,
    "POST /v1/office/notes/{note}/take": TakeTask,
    "POST /v1/office/notes/{note}/close": CloseNote,
    "POST /v1/office/books/{task}/take": TakeTask,
    "POST /v1/office/books/{task}/close": CloseNote,
    "POST /v1/office/returned-checks": ListAccount,
    "POST /v1/office/deposits": PrepareDeposit,
    "POST /v1/office/deposits/{deposit}/review": ReviewDeposit,
}
_EACH = {ChannelPayment: "`payments`, each with ", BillingEvent: "`events`, each with "}
_SAID_ELSEWHERE = {"v", "staff", "center", "deposit"}  # By the session, by the path.
README = (Path(ROOT) / "README.md").read_text("utf-8")


def test_every_key_stands_in_the_table_with_the_words_of_the_desk() -> None:
    rows = [f"| {key.cap} | {key.words} | {key.where} |" for key in keys.ALL]

    assert [row for row in rows if row not in README] == []
    places = "|".join(dict.fromkeys(key.where for key in keys.ALL))
    assert len(re.findall(rf"^\| .* \| .* \| (?:{places}) \|$", README, re.MULTILINE)) == len(rows)


def test_every_command_is_named() -> None:
    names = {
        *_names(main.app, ""),
        *_names(main.journal, "journal "),
        *_names(ledger, "ledger "),
    }
    told = {name for name in names if _is_told(name)}

    assert names - told == set()


def test_every_act_of_a_day_script_stands_in_the_table_with_its_fields() -> None:
    rows = [_act_row(name, act) for name, act in ACTS.items()]
    told = README.split("| act | ")[1].split("\n\n")[0].splitlines()[2:]

    assert told == rows


def test_what_stops_who_might_cheat_is_tried_by_tests_that_are_there() -> None:
    section = README.split("## Who might cheat")[1].split("\n## ")[0]
    rows = [row for row in section.splitlines() if row.startswith("| ")][1:]
    named = [re.findall(r"`(test_\w+)`", row) for row in rows]
    there = {name for path in (ROOT / "tests").rglob("test_*.py") for name in _TEST.findall(path.read_text("utf-8"))}

    assert [row for row, names in zip(rows, named, strict=True) if not names] == []
    assert {name for names in named for name in names} - there == set()


def test_every_route_of_other_systems_stands_there_with_what_it_takes() -> None:
    section = README.split("| route | ")[1].split("\n\n**")[0]
    lists = {route.removeprefix("GET /v1/office/") for route in BY_SESSION if route.startswith("GET ")}
    acts = {route for route in {*BY_SESSION, *OF_NOBODY} if route.startswith("POST /v1/office/")}

    assert [row for row in section.splitlines() if "` | " in row] == [_route_row(*taken) for taken in TAKEN.items()]
    assert acts <= TAKEN.keys()
    assert {*lists, *BillingKind} - set(re.findall(r"`([^`]+)`", section)) == set()


def _route_row(route: str, takes: type[Message] | str) -> str:
    if isinstance(takes, str):
        return f"| `{route}` | {takes} |"
    fields = {name: field for name, field in takes.model_fields.items() if name not in _SAID_ELSEWHERE}
    said = ", ".join(f"`{name}`" if field.is_required() else f"[`{name}`]" for name, field in fields.items())
    return f"| `{route}` | {_EACH.get(takes, '')}{said} |"


def _act_row(name: str, act: type[Act]) -> str:
    fields = {field.alias or key: field.is_required() for key, field in act.model_fields.items() if key != "do"}
    said = ", ".join(f"`{key}`" if is_needed else f"[`{key}`]" for key, is_needed in fields.items())
    return f"| `{name}` | {said} |"


def _names(app: typer.Typer, before: str) -> set[str]:
    commands = [command for command in app.registered_commands if not command.hidden]
    names = {command.name or command.callback.__name__ for command in commands if command.callback is not None}
    return {before + name for name in names}


def _is_told(name: str) -> bool:
    """Whether a row of the table begins with the command's words, or lists it after the first of its kind."""
    first, _, second = name.partition(" ")
    rows = [row for row in README.splitlines() if row.startswith(f"| `{first}")]
    return any(re.search(rf"\b{re.escape(second or first)}\b", row.split("|")[1]) for row in rows)
