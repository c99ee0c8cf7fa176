"""The magnetic line at a check's foot (E-13B, ANSI X9.100-160): routing number, account and serial, as readers say it.

Readers say the four symbols each in their way: as Unicode has them, or as letters. What could not be read is a ``?``.
From the right: amount, on-us field (account, on personal checks the serial too), transit field (routing number), and on
business checks the auxiliary on-us field, mostly the serial.
"""

import re
from dataclasses import dataclass

from cashier.domain.errors import Refused
from cashier.domain.scan import routing_number_holds

TWO_NUMBERS = "The check's line has two numbers. Look at the check: which one is its own?"

_LENGTH_MOST = 90  # 65 places on the longest check, and blanks that a reader adds.
# Transit, amount, on-us, dash: as Unicode has them, and as readers spell them out.
_SYMBOLS = (
    str.maketrans("\u2446\u2447\u2448\u2449", "TAOD"),
    str.maketrans("toad", "TOAD"),
    str.maketrans("$U-", "AOD"),
    str.maketrans("u", "O"),
)
_PLACES = re.compile(r"[0-9?TAOD ]*(?:T[0-9?]{6,}|[0-9?]{6,}T)[0-9?TAOD ]*")
_LINE = re.compile(r"(?P<left>[0-9?OD ]*)T(?P<routing>[0-9?]{9})T(?P<right>[0-9?OD ]*)(?:A[0-9? ]*A)? *")
_AUXILIARY = re.compile(r" *O(?P<serial>[0-9?D ]+)O *")
_WRONG = "That is no check's line that can be read. Put the check through the reader again, or type it."


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """Which of a line's numbers is the check's serial, and which its account."""

    serial: str
    account: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckLine:
    """What a reader made of a check. ``?`` stands where a character could not be read.

    ``readings``: one where the line says which number is which; several where banks differ and the cashier has to look.
    """

    routing: str
    readings: tuple[Numbers, ...]

    @property
    def trouble(self) -> str:
        """What the cashier has to look at, in one sentence; empty if all of it was read."""
        unread = [what for what, number in self._named if "?" in number]
        if unread:
            return f"The reader could not read all of {_and(unread)}. Type it as it stands on the check."
        if not routing_number_holds(self.routing):
            return "The routing number does not check. Read its nine digits from the check again."
        return ""

    @property
    def _named(self) -> tuple[tuple[str, str], ...]:
        numbers = self.readings[0]
        return (
            ("the routing number", self.routing),
            ("the account number", numbers.account),
            ("the check number", numbers.serial),
        )


def is_check_line(text: str) -> bool:
    """Whether a scan comes from a check: digits beside a transit symbol, and nothing but what such lines have."""
    return len(text) <= _LENGTH_MOST and _PLACES.fullmatch(_spelled(text)) is not None


def read_check_line(text: str) -> CheckLine:
    """Take a check's line apart. Raises Refused for what is no such line, and keeps nothing of it."""
    found = _LINE.fullmatch(_spelled(text)) if len(text) <= _LENGTH_MOST else None
    if found is None:
        raise Refused(_WRONG)
    auxiliary = _AUXILIARY.fullmatch(found["left"])
    if found["left"].strip() and auxiliary is None:
        raise Refused(_WRONG)
    serial = _digits(auxiliary["serial"]) if auxiliary is not None else ""
    on_us, has_symbol, after = found["right"].rpartition("O")
    if not has_symbol:
        on_us, after = after, ""
    readings = _readings(on_us, behind=_digits(after), auxiliary=serial)
    if not readings[0].account:
        raise Refused(_WRONG)
    return CheckLine(routing=found["routing"], readings=readings)


def _readings(on_us: str, *, behind: str, auxiliary: str) -> tuple[Numbers, ...]:
    """What the on-us field may mean, with what stands ``behind`` its last symbol and in the ``auxiliary`` field."""
    groups = [digits for group in re.split(r"[ O]+", on_us) if (digits := _digits(group))]
    whole = "".join(groups)
    serial = auxiliary or behind
    if serial or len(groups) < 2:
        return (Numbers(serial=serial, account=whole),)
    first = Numbers(serial=groups[0], account="".join(groups[1:]))
    last = Numbers(serial=groups[-1], account="".join(groups[:-1]))
    return (first, last, Numbers(serial="", account=whole))


def _spelled(text: str) -> str:
    """The line with its symbols as T, A, O and D, whichever way the reader spells them."""
    if any(symbol in text for symbol in "\u2446\u2447\u2448\u2449"):
        return text.translate(_SYMBOLS[0])
    lowered = text.translate(_SYMBOLS[1])
    return lowered.translate(_SYMBOLS[2]).translate(_SYMBOLS[3])


def _digits(text: str) -> str:
    """The digits and what could not be read, without dashes and blanks."""
    return re.sub(r"[^0-9?]", "", text)


def _and(words: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))
