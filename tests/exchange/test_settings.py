"""A settings file that cannot be used is refused with one sentence that names the file, the field and the way out."""

import os
from pathlib import Path

import pytest

from cashier.config import DESK_FILE, ORGANIZATION_FILE, ConfigTrouble, DeskSettings, Organization, read_settings
from tests.exchange.test_organization import SHIPPED

KEY = "scBFtuek4bQA6CGjm26wQdodlDSWPhKn7MppbtxNNDc="  # The same in every process: tests are named by it.
DESK = f"""desk = "OAK3"
window = "Window 3"
center = "OAK"

[ledger]
url = "https://ledger.example:8440"

[keys]
recovery_public = "{KEY}"
office_public = "{KEY}"
check_token = "{"t" * 43}"
"""
TWICE = """cash_rounding = [
    { since = 2027-01-01, mode = "off" },
    { since = 2027-01-01, mode = "symmetrical" },
]
code = "OAK\""""


def test_settings_that_are_right_are_read(tmp_path: Path) -> None:
    path = tmp_path / DESK_FILE
    path.write_text(DESK, "utf-8")

    assert read_settings(path, DeskSettings).keys.office_public == KEY


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('desk = "OAK3"', 'desk = "oak 3"', "desk has to be two to eight capital letters and digits, like OAK3."),
        ("https://", "ftp://", "ledger.url has to be an address like https://ledger.example:8440."),
        (
            f'office_public = "{KEY}"',
            f'office_public = "!{KEY[1:]}"',
            "keys.office_public: it is no key; copy it from the organization again.",
        ),
        (
            f'recovery_public = "{KEY}"',
            f'recovery_public = "{"A" * 43}="',
            "keys.recovery_public: it is no key; copy it from the organization again.",
        ),
        ('center = "OAK"', "", "center is missing. Add it and start again."),
        (
            "[ledger]",
            '[reader]\ndevice = "COM1"\n\n[ledger]',
            "reader.device has to be a serial line like /dev/ttyUSB0.",
        ),
        ("[ledger]", '[scanner]\nprefix = "ab"\n\n[ledger]', "scanner.prefix has to be up to four marks like ~, STX,"),
        ("[ledger]", '[scanner]\nsuffix = "cr"\n\n[ledger]', "scanner.suffix has to be 'enter', 'tab' or 'none'."),
        (
            "[ledger]",
            "[scanner]\ngap_most_ms = 1000\n\n[ledger]",
            "scanner.gap_most_ms has to be less than or equal to",
        ),
    ],
)
def test_a_field_that_is_wrong_is_named_with_what_it_has_to_be(
    tmp_path: Path, old: str, new: str, sentence: str
) -> None:
    path = tmp_path / DESK_FILE
    path.write_text(DESK.replace(old, new), "utf-8")

    assert _refusal(path, DeskSettings).startswith(f"{path}: {sentence}")


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('code = "ncal"', 'code = "NCal"', "regions.0.code has to be two to eight small letters, like ncal."),
        ('code = "OAK"', 'code = "Oak"', "centers.0.code has to be two to six capital letters, like OAK."),
        ('desk = "OAK1"', 'desk = "Oak1"', "centers.0.desks.0.desk has to be two to eight capital letters"),
        (
            'code = "COPIES"',
            'code = "Copies"',
            "misc_receipts.0.code has to be two to twelve capital letters and digits",
        ),
        ('price = "4.00"', 'price = "4"', "misc_receipts.1.price has to be dollars with cents, like 4.00."),
        ('price = "4.00"', 'price = "0.00"', "misc_receipts.1.price: it is nothing; leave it out where the amount is"),
        ('en = "Parking", es', "es", "misc_receipts.1.words: they lack English; write en beside the other languages."),
        ('"warned"', '"maybe"', "bill_rules.0.part_payment has to be 'allowed', 'warned' or 'refused'."),
        ('code = "IDCARD"', 'code = "PARKING"', "the file: receipt code PARKING since 2020-01-01 stands there twice."),
        ('routing = "121000248"', 'routing = "12100024"', "banks.0.routing has to be nine digits."),
        ('routing = "121000248"', 'routing = "121000249"', "banks.0.routing: its check digit does not hold"),
        (
            'code = "OAK"',
            'cash_rounding = [{ since = 2027-01-01, mode = "up" }]\ncode = "OAK"',
            "centers.0.cash_rounding.0.mode has to be 'off', 'symmetrical' or 'members_favor'.",
        ),
        (
            'code = "OAK"',
            TWICE,
            "the file: cash rounding of OAK since 2027-01-01 stands there twice",
        ),
        (
            '"who", "paid", "plan", "tenders",',
            '"who", "paid", "plan",',
            "centers.0.receipt_templates.0: its parts leave out tenders: every receipt has who, paid, tenders",
        ),
        ('"assistance", "keep"', '"assistance"', "centers.0.receipt_templates.0: the notice keep stands nowhere; name"),
        (
            'name = "keep", language = "es"',
            'name = "keep", language = "en"',
            "centers.0.receipt_templates.0: the notice keep in en stands there twice; leave one out.",
        ),
        (
            'name = "keep", language = "es"',
            'name = "Keep", language = "es"',
            "centers.0.receipt_templates.0.notices.1.name has to be up to twenty small letters, like survey.",
        ),
        ('kind = "card", ', 'kind = "gold", ', "tenders.0.kind has to be 'card', 'check', 'cashiers_check', "),
        (
            'kind = "card", ',
            'kind = "card", most = "5", ',
            "tenders.0.most has to be dollars with cents",
        ),
        ('kind = "card", ', 'kind = "card", gives_change = true, ', "tenders.0: card gives no change; only cash does."),
        ('kind = "card", ', 'kind = "card", needs_number = true, ', "tenders.0: card has no number; take needs_number"),
        ('kind = "card", ', 'kind = "card", depositable = true, ', "tenders.0: card money is not deposited as paper"),
        ('kind = "card", ', 'kind = "card", bills = ["rent"], ', "tenders.0.bills.0 has to be 'hospital', "),
        (
            'kind = "card", ',
            'kind = "card", warn_above = "9.00", most = "9.00", ',
            "tenders.0: warn_above is not below most; lower it, or take it out.",
        ),
        ('kind = "card"', 'kind = "check"', "the file: tender check stands there twice."),
        ('four = "4471"', 'four = "447"', "payees.0.account_last_four has to be the last four digits of the account"),
        ('region = "ncal", line = "medical"', 'region = "or", line = "medical"', "the file: payee Golden Coast Health"),
        (
            '"scal", line = "medical"',
            '"scal", line = "premium"',
            "the file: the payee of scal premium stands there",
        ),
        (
            '{ means = "check", digits = 1 },',
            "",
            "scan_layouts.0: the last field, and no other, has to be the check digit",
        ),
        ('means = "due"', 'means = "day"', "scan_layouts.0.fields.1.means has to be 'statement', 'due', 'billed'"),
        ('digits = 11, text = "S-"', 'digits = 11, text = "S"', "scan_layouts.0: the statement's field has to have"),
        ("weights = [2, 1]", "weights = [2, 0]", "scan_layouts.0: the check digit's weights have to be numbers from 1"),
        ("weights = [2, 1]", "weight = [2, 1]", "scan_layouts.0.check.weight is not known. Correct its name"),
        ('text = "0001"', 'text = "1"', "scan_layouts.0: a fixed field has to have its digits as text"),
        ('shape = "GCH1:{member}:{any}"', 'shape = "{any}"', "member_cards.3: the shape has to have {member} once."),
        (
            'name = "Statement of Northern California"\nregion = "ncal"',
            'name = "Statement"\nregion = "nevada"',
            "the file: scan layout Statement names region nevada, which is not listed.",
        ),
    ],
)
def test_the_organizations_fields_are_named_too(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    path = tmp_path / ORGANIZATION_FILE
    text = SHIPPED.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")

    assert _refusal(path, Organization).startswith(f"{path}: {sentence}")


@pytest.mark.parametrize(
    ("zone", "sentence"),
    [("America", "America is no time zone"), ("Oakland", "Oakland is no time zone"), ("../etc", "../etc is no time")],
)
def test_a_time_zone_has_to_be_one(tmp_path: Path, zone: str, sentence: str) -> None:
    path = tmp_path / ORGANIZATION_FILE
    path.write_text(SHIPPED.read_text("utf-8").replace("America/Los_Angeles", zone), "utf-8")

    assert _refusal(path, Organization).startswith(f"{path}: regions.0.time_zone: {sentence}")


@pytest.mark.parametrize("value", ["9" * 5000, "[" * 2000 + "]" * 2000], ids=["a long number", "lists in lists"])
def test_a_value_that_no_setting_has_is_no_fault_of_ours(tmp_path: Path, value: str) -> None:
    path = tmp_path / DESK_FILE
    path.write_text(f"window = {value}\n", "utf-8")

    assert _refusal(path, DeskSettings) == (f"{path} holds a value that no setting has. Take it out and start again.")


def test_what_is_no_text_is_to_be_saved_as_text(tmp_path: Path) -> None:
    path = tmp_path / DESK_FILE
    path.write_bytes(DESK.replace("Window", "Fen\u00eatre").encode("latin-1"))

    assert _refusal(path, DeskSettings) == f"{path} is not UTF-8 text. Save it as UTF-8 and start again."


def test_a_file_that_may_not_be_read_says_so_in_words(tmp_path: Path) -> None:
    path = tmp_path / DESK_FILE
    path.mkdir()

    assert _refusal(path, DeskSettings) == f"{path} cannot be read ({os.strerror(21)}). Check its owner and mode."


def _refusal(path: Path, shape: type[DeskSettings | Organization]) -> str:
    with pytest.raises(ConfigTrouble) as refused:
        read_settings(path, shape)
    assert "\n" not in refused.value.sentence
    return refused.value.sentence
