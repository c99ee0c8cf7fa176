"""Each field of both settings files is tried with all that it must not be: refused in one sentence, or listed here."""

import copy
import json
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from cashier.config import DESK_FILE, ORGANIZATION_FILE, ConfigTrouble, DeskSettings, Organization, read_settings
from tests.exchange.test_organization import SHIPPED
from tests.exchange.test_settings import DESK

DAYS = (date(2019, 1, 1), date(2026, 11, 21))
A_PRINTER = """host = "printer-3"
port = 9100
control_port = 9101
model = "epson-tm-t88vi"
way = "network"
device = "/dev/usb/lp0"
queue = "receipts"
baud = 9600
handshake = true
process_ids = true
status_back = true
drawer_sensor = "open_is_high"
logo = "OK"
cut = "full"
drawer_pin = 5
columns = 42
dots = 512
connect_timeout_s = 2.0
answer_timeout_s = 5.0"""
EVERY_FIELD_OF_A_DESK = f"""
second_copy_folder = "copy"
offline_sign_in_h = 72
offline_approve_h = 24
idle_lock_min = 5
suspended_h = 24
member_display = false
{DESK}
[printer]
{A_PRINTER}
[other_printer]
name = "printer at Window 2"
{A_PRINTER}
[terminal]
name = "T1"
host = "10.1.2.3"
port = 8443
poi = "V400m-324688179"
key_passphrase = "p"
key_identifier = "k"
key_version = 1
authority = "root.pem"
connect_timeout_s = 2.0
answer_timeout_s = 120.0
ask_again_s = 4.0
[stand_alone_terminal]
name = "T9"
[scanner]
prefix = "~"
suffix = "enter"
gap_most_ms = 40
characters_least = 6
[reader]
device = "/dev/ttyUSB0"
baud = 9600
[office_printer]
queue = "front-desk"
answer_timeout_s = 10.0
"""
EVERY_FIELD_OF_THE_LEDGER = {
    "token": "t",
    "authority": "ours.pem",
    "connect_timeout_s": 2.0,
    "answer_timeout_s": 15.0,
    "drawer_timeout_s": 2.0,
    "hold_s": 25.0,
    "back_off_least_s": 0.5,
    "back_off_most_s": 30.0,
    "run_lines_max": 1000,
    "page_rows_max": 500,
}
VALUES: dict[str, Any] = {
    "yes": True,
    "minus": -1,
    "zero": 0,
    "huge": 10**30,
    "part": 1.5,
    "nan": float("nan"),
    "inf": float("inf"),
    "blank": " ",
    "long": "x" * 5000,
    "two lines": "a\nb",
    "control": "\x00\x1b@",
    "turned": "12\u202e3",
    "word": "None",
    "wide": "１２３",
    "dollars": "999999.99",
    "minus dollars": "-5.00",
    "list": [],
    "blanks": [" ", " "],
    "table": {},
    "first day": date(1, 1, 1),
    "last day": date(9999, 12, 31),
    "moment": datetime(2026, 1, 1, 1, 1, tzinfo=UTC),
}
TEXT = frozenset({"word", "wide", "dollars", "minus dollars", "first day", "last day", "moment"})
DAY = frozenset({"first day", "last day"})


def accepts(*several: str) -> frozenset[str]:
    return frozenset(several)


PRINTER: dict[str, frozenset[str]] = {
    "host": DAY | accepts("dollars", "gone", "minus dollars", "word"),
    "way": accepts("gone"),
    "device": TEXT | accepts("blank", "gone"),
    "queue": DAY | accepts("dollars", "minus dollars", "word", "gone"),
    "baud": accepts("gone"),
    "handshake": accepts("gone", "yes"),
    "process_ids": accepts("gone", "yes"),
    "status_back": accepts("gone", "yes"),
    "drawer_sensor": accepts("gone"),
    "logo": accepts("gone"),
    "port": accepts("gone"),
    "control_port": accepts("gone"),
    "columns": accepts("gone"),
    "model": accepts("gone"),
    "cut": accepts("gone"),
    "drawer_pin": accepts("gone"),
    "dots": accepts("gone"),
    "connect_timeout_s": accepts("gone", "part"),
    "answer_timeout_s": accepts("gone", "part"),
}
ACCEPTED: dict[str, frozenset[str]] = {
    "desk.toml.second_copy_folder": TEXT | accepts("gone"),
    "desk.toml.offline_sign_in_h": accepts("gone"),
    "desk.toml.offline_approve_h": accepts("gone"),
    "desk.toml.idle_lock_min": accepts("gone"),
    "desk.toml.suspended_h": accepts("gone"),
    "desk.toml.member_display": accepts("gone", "yes"),
    "desk.toml.window": TEXT,
    "desk.toml.center": TEXT,
    "desk.toml.ledger.token": TEXT | accepts("blank", "gone"),
    "desk.toml.ledger.authority": TEXT | accepts("blank", "gone"),
    "desk.toml.ledger.connect_timeout_s": accepts("gone", "part"),
    "desk.toml.ledger.answer_timeout_s": accepts("gone", "part"),
    "desk.toml.ledger.drawer_timeout_s": accepts("gone", "part"),
    "desk.toml.ledger.hold_s": accepts("gone", "part", "zero"),
    "desk.toml.ledger.back_off_least_s": accepts("gone", "part"),
    "desk.toml.ledger.back_off_most_s": accepts("gone", "part"),
    "desk.toml.ledger.run_lines_max": accepts("gone"),
    "desk.toml.ledger.page_rows_max": accepts("gone"),
    "desk.toml.printer": accepts("gone", "table"),
    **{f"desk.toml.{one}.{field}": kinds for one in ("printer", "other_printer") for field, kinds in PRINTER.items()},
    "desk.toml.other_printer": accepts("gone", "table"),
    "desk.toml.other_printer.name": DAY | accepts("gone", "dollars", "minus dollars", "word"),
    "desk.toml.terminal": accepts("gone"),
    "desk.toml.terminal.name": TEXT | accepts("gone"),
    "desk.toml.terminal.host": DAY | accepts("dollars", "gone", "minus dollars", "word"),
    "desk.toml.terminal.port": accepts("gone"),
    "desk.toml.terminal.key_passphrase": TEXT,
    "desk.toml.terminal.key_identifier": TEXT,
    "desk.toml.terminal.key_version": accepts("gone", "zero"),
    "desk.toml.terminal.authority": TEXT,
    "desk.toml.terminal.connect_timeout_s": accepts("gone", "part"),
    "desk.toml.terminal.answer_timeout_s": accepts("gone", "part"),
    "desk.toml.terminal.ask_again_s": accepts("gone", "part"),
    "desk.toml.scanner": accepts("gone", "table"),
    "desk.toml.scanner.prefix": accepts("gone"),
    "desk.toml.scanner.suffix": accepts("gone"),
    "desk.toml.scanner.gap_most_ms": accepts("gone"),
    "desk.toml.scanner.characters_least": accepts("gone"),
    "desk.toml.stand_alone_terminal": accepts("gone", "table"),
    "desk.toml.stand_alone_terminal.name": accepts("gone", "word", "first day", "last day"),
    "desk.toml.reader": accepts("gone"),
    "desk.toml.reader.baud": accepts("gone"),
    "desk.toml.office_printer": accepts("gone"),
    "desk.toml.office_printer.queue": DAY | accepts("dollars", "minus dollars", "word"),
    "desk.toml.office_printer.answer_timeout_s": accepts("gone", "part"),
    "desk.toml.demo_sign_ins": accepts("double", "gone", "list"),
    "desk.toml.demo_sign_ins.*": accepts("gone"),
    "desk.toml.demo_sign_ins.*.user": TEXT,
    "desk.toml.demo_sign_ins.*.passphrase": TEXT,
    "desk.toml.demo_sign_ins.*.role": TEXT,
    "organization.toml.name": TEXT,
    "organization.toml.pay_by_phone": TEXT,
    "organization.toml.bill_pay_address": accepts("double"),
    "organization.toml.bill_pay_address.*": TEXT | accepts("gone"),
    "organization.toml.banks": accepts("gone", "list"),
    "organization.toml.banks.*": accepts("gone"),
    "organization.toml.banks.*.name": TEXT,
    "organization.toml.tenders": accepts("gone", "list"),
    "organization.toml.tenders.*": accepts("gone"),
    "organization.toml.tenders.*.needs_number": accepts("gone", "yes"),
    "organization.toml.tenders.*.opens_drawer": accepts("gone", "yes"),
    "organization.toml.tenders.*.depositable": accepts("gone", "yes"),
    "organization.toml.tenders.*.warn_above": accepts("gone"),
    "organization.toml.tenders.*.most": accepts("dollars", "gone"),
    "organization.toml.tenders.*.bills": accepts("double", "gone"),
    "organization.toml.tenders.*.active": accepts("gone", "yes"),
    "organization.toml.payees": accepts("gone", "list"),
    "organization.toml.payees.*": accepts("gone"),
    "organization.toml.payees.*.name": TEXT,
    "organization.toml.payees.*.numbers_when_mailed": accepts("gone", "yes"),
    "organization.toml.drawers": accepts("gone", "table"),
    "organization.toml.drawers.float": accepts("gone"),
    "organization.toml.drawers.approve_above": accepts("dollars", "gone"),
    "organization.toml.drawers.cash_most": accepts("dollars", "gone"),
    "organization.toml.drawers.pays_in_and_out": accepts("gone", "yes"),
    "organization.toml.drawers.opening_tape": accepts("gone", "yes"),
    "organization.toml.drawers.day_start": accepts("gone"),
    "organization.toml.drawers.shift_warn_h": accepts("gone"),
    "organization.toml.drawers.shift_most_h": accepts("gone"),
    "organization.toml.bill_rules": accepts("gone", "list"),
    "organization.toml.bill_rules.*": accepts("gone"),
    "organization.toml.bill_rules.*.since": DAY,
    "organization.toml.bill_rules.*.part_payment": accepts("gone"),
    "organization.toml.bill_rules.*.credit": accepts("gone", "yes"),
    "organization.toml.bill_rules.*.words": TEXT | accepts("blank", "gone"),
    "organization.toml.misc_receipts": accepts("gone", "list"),
    "organization.toml.misc_receipts.*": accepts("gone"),
    "organization.toml.misc_receipts.*.since": accepts("first day"),
    "organization.toml.misc_receipts.*.words.en": TEXT,
    "organization.toml.misc_receipts.*.words.es": TEXT | accepts("gone"),
    "organization.toml.misc_receipts.*.price": accepts("gone"),
    "organization.toml.misc_receipts.*.until": accepts("gone", "last day"),
    "organization.toml.misc_receipts.*.line": accepts("gone"),
    "organization.toml.regions.*.name": TEXT,
    "organization.toml.regions.*.contacts.*.since": DAY,
    "organization.toml.regions.*.contacts.*.member_services_phone": TEXT,
    "organization.toml.regions.*.contacts.*.remit_address": accepts("double"),
    "organization.toml.regions.*.contacts.*.remit_address.*": TEXT | accepts("gone"),
    "organization.toml.regions.*.contacts.*.pay_online": TEXT | accepts("blank", "gone"),
    "organization.toml.regions.*.contacts.*.pay_app": TEXT | accepts("blank", "gone"),
    "organization.toml.regions.*.contacts.*.pay_bank": TEXT | accepts("blank", "gone"),
    "organization.toml.regions.*.arrangements": accepts("gone", "list"),
    "organization.toml.regions.*.arrangements.*": accepts("gone"),
    "organization.toml.regions.*.arrangements.*.since": DAY,
    "organization.toml.regions.*.returned_fees": accepts("gone", "list"),
    "organization.toml.regions.*.returned_fees.*": accepts("gone"),
    "organization.toml.regions.*.returned_fees.*.since": DAY,
    "organization.toml.regions.*.returned_fees.*.first_cents": accepts("zero"),
    "organization.toml.regions.*.returned_fees.*.later_cents": accepts("zero"),
    "organization.toml.regions.*.assistance": accepts("gone", "list"),
    "organization.toml.regions.*.assistance.*": accepts("gone"),
    "organization.toml.regions.*.assistance.*.since": DAY,
    "organization.toml.regions.*.assistance.*.address": accepts("double"),
    "organization.toml.regions.*.assistance.*.address.*": TEXT | accepts("gone"),
    "organization.toml.regions.*.assistance.*.phone": TEXT,
    "organization.toml.regions.*.assistance.*.web": TEXT | accepts("blank", "gone"),
    "organization.toml.scan_layouts": accepts("gone", "list"),
    "organization.toml.scan_layouts.*": accepts("gone"),
    "organization.toml.scan_layouts.*.name": TEXT,
    "organization.toml.scan_layouts.*.check": accepts("gone", "table"),
    "organization.toml.scan_layouts.*.check.weights": accepts("double", "gone"),
    "organization.toml.scan_layouts.*.check.weights.*": accepts("gone"),
    "organization.toml.scan_layouts.*.check.from_left": accepts("gone", "yes"),
    "organization.toml.scan_layouts.*.check.digit_sums": accepts("gone", "yes"),
    "organization.toml.scan_layouts.*.fields.*": accepts("gone"),
    "organization.toml.member_cards": accepts("gone", "list"),
    "organization.toml.member_cards.*": accepts("gone"),
    "organization.toml.member_cards.*.name": TEXT,
    "organization.toml.centers.*.name": TEXT,
    "organization.toml.centers.*.home_centers": accepts("gone", "list"),
    "organization.toml.centers.*.home_centers.*": TEXT | accepts("gone"),
    "organization.toml.centers.*.desks": accepts("gone", "list"),
    "organization.toml.centers.*.desks.*": accepts("gone"),
    "organization.toml.centers.*.desks.*.window": TEXT,
    "organization.toml.centers.*.cash_rounding": accepts("gone", "list"),
    "organization.toml.centers.*.cash_rounding.*": accepts("gone"),
    "organization.toml.centers.*.cash_rounding.*.since": DAY,
    "organization.toml.centers.*.cash_rounding.*.note": TEXT | accepts("blank", "gone"),
    "organization.toml.centers.*.receipt_templates": accepts("gone", "list"),
    "organization.toml.centers.*.receipt_templates.*": accepts("gone"),
    "organization.toml.centers.*.receipt_templates.*.since": DAY,
    "organization.toml.centers.*.receipt_templates.*.header": accepts("double", "gone", "list"),
    "organization.toml.centers.*.receipt_templates.*.header.*": TEXT | accepts("gone"),
    "organization.toml.centers.*.receipt_templates.*.parts": accepts("gone", "list"),
    "organization.toml.centers.*.receipt_templates.*.parts.*": accepts("gone"),
    "organization.toml.centers.*.receipt_templates.*.notices.*": accepts("gone"),
    "organization.toml.centers.*.receipt_templates.*.notices.*.lines": accepts("double"),
    "organization.toml.centers.*.receipt_templates.*.notices.*.lines.*": TEXT,
}


def desk() -> dict[str, Any]:
    said = tomllib.loads(EVERY_FIELD_OF_A_DESK)
    said["ledger"] |= EVERY_FIELD_OF_THE_LEDGER
    said["demo_sign_ins"] = [{"user": "rosa", "passphrase": "rosa 1", "role": "cashier"}]
    return said


def organization() -> dict[str, Any]:
    """The shipped file with few rows of each kind, and in each row every field."""
    said = tomllib.loads(SHIPPED.read_text("utf-8"))
    said["banks"], said["scan_layouts"] = said["banks"][:2], said["scan_layouts"][:1]
    said["misc_receipts"], said["member_cards"] = said["misc_receipts"][1:2], said["member_cards"][:1]
    said["regions"], said["payees"] = said["regions"][:1], said["payees"][:1]
    said["centers"] = [center | {"desks": center["desks"][:1]} for center in said["centers"] if center["code"] == "OAK"]
    said["centers"][0]["cash_rounding"] = [{"since": date(2027, 1, 1), "mode": "symmetrical", "note": "Treasury"}]
    said["tenders"] = said["tenders"][1:2]
    said["tenders"][0] |= {"warn_above": "100.00", "most": "500.00", "bills": ["hospital"], "active": True}
    said["misc_receipts"][0] |= {"until": date(2030, 1, 1), "line": "medical"}
    return said


def toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{json.dumps(key)} = {toml(each)}" for key, each in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(toml(each) for each in value) + "]"
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False).replace("NaN", "nan").replace("Infinity", "inf")


Place = tuple[str | int, ...]


def places(value: Any, place: Place = ()) -> Iterator[tuple[Place, Any]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inside:
        yield (*place, key), each
        yield from places(each, (*place, key))


def _put(value: Any, holder: Any, key: Any) -> None:
    holder[key] = value


def changes(value: Any) -> Iterator[tuple[str, Callable[[Any, Any], object]]]:
    """What is done to a field, given what holds it and its key there."""
    for name, other in VALUES.items():
        yield name, partial(_put, other)
    yield "gone", lambda holder, key: holder.__delitem__(key)
    if isinstance(value, dict):
        yield "unknown", lambda holder, key: holder[key].update(motto=1)
    if isinstance(value, list) and value:
        yield "double", lambda holder, key: holder[key].append(copy.deepcopy(holder[key][0]))


def changed(said: dict[str, Any], place: Place, change: Callable[[Any, Any], object]) -> dict[str, Any]:
    again = copy.deepcopy(said)
    holder: Any = again
    for key in place[:-1]:
        holder = holder[key]
    change(holder, place[-1])
    return again


def refusal(path: Path, said: dict[str, Any], shape: type[DeskSettings | Organization]) -> str:
    """What is said of these settings; empty where a desk can stand on them."""
    path.write_text("".join(f"{json.dumps(key)} = {toml(value)}\n" for key, value in said.items()), "utf-8")
    try:
        settings = read_settings(path, shape)
    except ConfigTrouble as trouble:
        return trouble.sentence
    if isinstance(settings, Organization):
        for center in settings.centers:
            for day in DAYS:
                settings.place("OAK1", center.code, "Window 1", day).rules.codes(day)
    return ""


@pytest.mark.parametrize(
    ("file", "said", "shape"),
    [(DESK_FILE, desk(), DeskSettings), (ORGANIZATION_FILE, organization(), Organization)],
)
def test_each_field_is_refused_by_its_name_or_listed_as_taken(
    file: str, said: dict[str, Any], shape: type[DeskSettings | Organization], tmp_path: Path
) -> None:
    path, taken = tmp_path / file, defaultdict[str, set[str]](set)
    assert refusal(path, said, shape) == ""
    for place, value in places(said):
        name = ".".join("*" if isinstance(part, int) else part for part in (file, *place))
        field = next(part for part in reversed(place) if isinstance(part, str))
        for what, change in changes(value):
            sentence = refusal(path, changed(said, place, change), shape)
            if not sentence:
                taken[name].add(what)
                continue
            assert sentence.startswith(f"{path}: "), sentence
            assert sentence.endswith(" and start again."), sentence
            assert "\n" not in sentence
            assert what in ("unknown", "double") or field in sentence or field.rstrip("s") in sentence, sentence
    assert taken == {name: kinds for name, kinds in ACCEPTED.items() if name.startswith(file)}
