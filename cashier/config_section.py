"""What all parts of a settings file have in common: each text can be said, and so can what is wrong."""

import re
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError, ValidationInfo, field_validator

_TEXT_MOST = 400
# Paper, screen and addresses are made of these texts: a mark that turns or ends a line, or commands a printer, is none.
_UNSAYABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_HOST = re.compile(r"[A-Za-z0-9_.:-]{1,253}")


class Section(BaseModel):
    """A part of a settings file. A field that is not known is refused: it is mostly a misspelled one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @field_validator("*")
    @classmethod
    def _can_be_said(cls, value: Any, info: ValidationInfo) -> Any:
        may_be_empty = cls.model_fields[str(info.field_name)].default == ""
        for at, text in _texts(value):
            if not text.strip() and not may_be_empty:
                raise ValueError(f"{at}nothing stands there; write it, or take the field out if it may be missing")
            if _UNSAYABLE.search(text):
                raise ValueError(f"{at}it has a line break or a mark that can't be seen; write it as one plain line")
            if len(text) > _TEXT_MOST:
                raise ValueError(f"{at}it has more than {_TEXT_MOST} characters; shorten it")
        return value


def _texts(value: Any) -> list[tuple[str, str]]:
    """The texts of a field, and where in it they stand: itself, those of a list, or those of a table."""
    if isinstance(value, str):
        return [("", value)]
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, tuple) else ()
    return [(f"{at}: ", each) for at, each in inside if isinstance(each, str)]


def check_host(value: str) -> str:
    """A name or address that can be looked up at all. Raises ValueError."""
    try:
        value.encode("idna")
        is_host = _HOST.fullmatch(value) is not None
    except UnicodeError:
        is_host = False
    if not is_host:
        raise ValueError("it is no host; write its name or address, like printer-3 or 10.1.2.3")
    return value


# How the fields are written that have a pattern; places in lists are left out of their names.
_WRITTEN = {
    "desk": "two to eight capital letters and digits, like OAK3",
    "other_printer.name": "up to thirty letters and digits, like printer at Window 2",
    "printer.logo": "two letters or digits, like OK",
    "other_printer.logo": "two letters or digits, like OK",
    "printer.queue": "the name of a queue, like receipts",
    "other_printer.queue": "the name of a queue, like receipts",
    "office_printer.queue": "the name of a queue, like front-desk",
    "terminal.poi": "the terminal's model and serial number, like V400m-324688179",
    "stand_alone_terminal.name": "up to twenty letters and digits, like T9",
    "ledger.url": "an address like https://ledger.example:8440",
    "regions.code": "two to eight small letters, like ncal",
    "centers.code": "two to six capital letters, like OAK",
    "centers.desks.desk": "two to eight capital letters and digits, like OAK3",
    "centers.receipt_templates.notices.name": "up to twenty small letters, like survey",
    "banks.routing": "nine digits",
    "tenders.warn_above": "dollars with cents, like 5000.00",
    "tenders.most": "dollars with cents, like 5000.00",
    "payees.account_last_four": "the last four digits of the account that checks go to",
    "drawers.float": "dollars with cents, like 200.00",
    "drawers.approve_above": "dollars with cents, like 5.00",
    "drawers.cash_most": "dollars with cents, like 2000.00",
    "drawers.day_start": "a time of the day, like 04:00",
    "drawers.day_starts": "a time of the day for each center, like 04:00",
    "misc_receipts.code": "two to twelve capital letters and digits, like COPIES",
    "misc_receipts.price": "dollars with cents, like 4.00",
    "reader.device": "a serial line like /dev/ttyUSB0",
    "scanner.prefix": "up to four marks like ~, STX, or a key from F13 to F24",
}


def what_is_wrong(trouble: ValidationError) -> str:
    """The first trouble in words, up to the way out; values are not repeated, one of them may be a secret."""
    first = trouble.errors(include_url=False, include_input=False)[0]
    field = ".".join(str(part) for part in first["loc"]) or "the file"
    if first["type"] == "missing":
        return f"{field} is missing. Add it"
    if first["type"] == "extra_forbidden":
        return f"{field} is not known. Correct its name, or take it out,"
    if first["type"] == "string_pattern_mismatch":
        return f"{field} has to be {_WRITTEN['.'.join(str(p) for p in first['loc'] if isinstance(p, str))]}. Correct it"
    if first["type"].startswith("date_"):
        return f"{field} has to be a date like 2026-01-31. Correct it"
    said = first["msg"].removeprefix("Value error, ").partition(", unable to")[0]
    wanted = said.removeprefix("Input should be ")
    if wanted != said:
        return f"{field} has to be {wanted}. Correct it"
    return f"{field}: {said}. Correct it"
