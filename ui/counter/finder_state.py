"""What the finder knows: the text, whom it found, who is chosen, and whether two identifiers are there (R15)."""

import re
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from cashier.domain.receipt_number import typed_receipt
from cashier.domain.scan import Query, fold, read_birth_date
from cashier.domain.statements import Member
from cashier.usecases.find_member import FOUND_MAX, Finding
from cashier.usecases.ports.directory import Found

PHOTO_ID = "photo ID seen"
CARD_AND_NAME = "card scanned and name"
STATEMENT_AND_NAME = "statement scanned and name"
NAME_AND_BIRTH_DATE = "name and date of birth"
NUMBER_AND_BIRTH_DATE = "number and date of birth"

_TWO_IDENTIFIERS = (
    "A member opens on two identifiers: a scanned card or statement and the name, or the name and the date of birth. "
    "How they were identified is recorded."
)
_CHOOSE_FIRST = "Type the date of birth too, like 3/14/61, or choose the member with the arrow keys."
_TYPE_FIRST = "Type a number, a name or a date of birth first, or scan."
_ASKING = "Nobody here. The ledger is asked for members of other centers."
_ONLY_HERE = "Members of other centers are found only through the ledger: look again when this desk is online."
_BRINGING = "The account comes from the ledger."
_RECEIPT_NEXT = "A receipt of another desk comes from the ledger, as far as it may be seen here."
RECEIPT_COMES = "The receipt is looked for."
_NO_QUERY = Query()
_STATEMENT = re.compile(r"[A-Za-z]{1,2}-[0-9]+")


class Reach(Enum):
    """Where was looked: in this desk's own directory alone, or at other centers too, where the ledger answers."""

    HERE = "here"
    ASKING = "asking"
    EVERYWHERE = "everywhere"
    CUT_OFF = "cut off"


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a name that the text matched."""

    start: int
    length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FinderRow:
    """A member as the list shows one: no amounts, the last four only."""

    last_four: str
    name: str
    birth_year: str
    home_center: str
    matched: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Open this account; ``identified`` is how the member was known. ``scanned_statement`` is what they came to pay."""

    member_number: str
    identified: str
    scanned_statement: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FinderState:
    """``found`` is held here; ``elsewhere`` is who the ledger found besides, listed below them and chosen like them.

    ``asks_birth_date`` while the chosen member's date of birth is asked for, below the list.
    """

    text: str = ""
    is_scan: bool = False
    query: Query = _NO_QUERY
    found: tuple[Found, ...] = ()
    more: bool = False
    elsewhere: tuple[Found, ...] = ()
    reach: Reach = Reach.HERE
    cut_off_words: str = ""
    is_bringing: bool = False
    chosen: int | None = None
    asks_birth_date: bool = False
    message: str = ""
    birth_date_message: str = ""

    def found_for(self, text: str, finding: Finding, *, is_scan: bool = False) -> "FinderState":
        """What a search for ``text`` came to. One hit is chosen by itself; of several none is."""
        only = 0 if len(finding.found) == 1 else None
        return FinderState(
            text=text, is_scan=is_scan, query=finding.query, found=finding.found, more=finding.more, chosen=only
        )

    def asking_elsewhere(self) -> "FinderState":
        """The ledger is asked, and who is found here stands meanwhile."""
        return replace(self, reach=Reach.ASKING, message="")

    def found_elsewhere(self, found: tuple[Found, ...]) -> "FinderState":
        """What the ledger found. A choice among several here stays; else one hit in all is chosen."""
        only = 0 if len(self.found) + len(found) == 1 else None
        is_ours = len(self.found) > 1 or self.asks_birth_date
        return replace(
            self, elsewhere=found, reach=Reach.EVERYWHERE, chosen=self.chosen if is_ours else only, message=""
        )

    def cut_off(self, why: str = "") -> "FinderState":
        """The ledger can't be asked, or did not answer; ``why`` in a sentence."""
        words = f"{why} {_ONLY_HERE}" if why else _ONLY_HERE
        return replace(self, reach=Reach.CUT_OFF, cut_off_words=words)

    def bringing(self) -> "FinderState":
        """The chosen member's account is on its way to this desk."""
        return replace(self, is_bringing=True, message="")

    def brought(self, trouble: str = "") -> "FinderState":
        """It is here, or is not for a ``trouble``; the list stays."""
        return replace(self, is_bringing=False, message=trouble)

    def refused(self, sentence: str) -> "FinderState":
        """The text may not be looked for. It is forgotten."""
        return FinderState(message=sentence)

    def told(self, sentence: str) -> "FinderState":
        """Something is wrong with what is typed, which stays."""
        return replace(self, message=sentence)

    def moved(self, by: int) -> "FinderState":
        """The choice, so many rows down; stops at both ends."""
        if not self.people:
            return self
        start = self.chosen if self.chosen is not None else (-1 if by > 0 else len(self.people))
        return self.moved_to(min(max(start + by, 0), len(self.people) - 1))

    def moved_to(self, row: int) -> "FinderState":
        """The choice of a row of the list."""
        return replace(self, chosen=row, asks_birth_date=False, is_bringing=False, message="", birth_date_message="")

    def on_enter(self) -> "Opening | FinderState":
        """Open the chosen member if two identifiers are there; else ask for the second one."""
        if self.query.is_empty:
            return replace(self, message=_TYPE_FIRST)
        if not self.people:
            return self
        if self.chosen is None:
            return replace(self, message=_CHOOSE_FIRST)
        identified = self._identified
        if identified:
            return self._opening(identified)
        return replace(self, asks_birth_date=True, message="")

    def on_photo_id(self) -> "Opening | FinderState":
        """The cashier has seen the chosen member's photo ID."""
        if not self.people:
            return self
        if self.chosen is None:
            return replace(self, message=_CHOOSE_FIRST)
        return self._opening(PHOTO_ID)

    def on_birth_date(self, text: str, member: Member | None, today: date) -> "Opening | FinderState":
        """Open if the typed day is the chosen member's; ``member`` is None where the directory lost them meanwhile."""
        day = read_birth_date(text, today)
        if day is None:
            return replace(self, birth_date_message="Enter the date of birth like 3/14/1961.")
        if member is None or member.birth_date != day:
            sentence = "That isn't this member's date of birth. Ask again, or look at photo ID."
            return replace(self, birth_date_message=sentence)
        return self._opening(NUMBER_AND_BIRTH_DATE if self.query.number else NAME_AND_BIRTH_DATE)

    def without_birth_date(self) -> "FinderState":
        """Back from the question to the list."""
        return replace(self, asks_birth_date=False, birth_date_message="")

    @property
    def people(self) -> tuple[Found, ...]:
        """All who can be chosen, those of this desk first."""
        return (*self.found, *self.elsewhere)

    @property
    def chosen_member(self) -> Found | None:
        return None if self.chosen is None else self.people[self.chosen]

    @property
    def may_look_elsewhere(self) -> bool:
        """Whether there are hits here, and the ledger was not asked for more."""
        return bool(self.found) and self.reach is Reach.HERE

    @property
    def is_busy(self) -> bool:
        """Whether the list should be seen for what is typed, found or said. Enter on nothing typed is none of that."""
        return bool(self.text.strip()) or self.message not in ("", _TYPE_FIRST)

    @property
    def is_open(self) -> bool:
        """Whether the list stands below the field."""
        return bool(self.people)

    @property
    def rows(self) -> tuple[FinderRow, ...]:
        return tuple(_row(found, self.query.words) for found in self.found)

    @property
    def rows_elsewhere(self) -> tuple[FinderRow, ...]:
        return tuple(_row(found, self.query.words) for found in self.elsewhere)

    @property
    def aside(self) -> str:
        """What stands at the right end of the field."""
        if self.query.is_empty:
            return ""
        if self.receipt:
            return "Enter shows this receipt"
        if not self.people:
            return "asking other centers" if self.reach is Reach.ASKING else "Nobody found"
        count = self._count
        if len(self.people) == 1 and self._identified:
            return "ask for the name, then Enter" if self.is_scan else f"{count} · Enter opens"
        return f"{count} · ask for the date of birth and type it"

    @property
    def below(self) -> str:
        """The sentence below field and list."""
        if self.message:
            return self.message
        if self.is_bringing:
            return _BRINGING
        if self.reach is Reach.CUT_OFF:
            return self.cut_off_words if self.found else f"Nobody here. {self.cut_off_words}"
        if self.receipt:
            return _RECEIPT_NEXT
        if not self.query.is_empty and not self.people:
            if self.reach is Reach.ASKING:
                return _ASKING
            if self.is_scan:
                return "Nobody has that number. Ask for the name and the date of birth, and type them."
            return "Check the spelling, or ask for the member number or the date of birth."
        return _TWO_IDENTIFIERS

    @property
    def narrow_example(self) -> str:
        """How the same text goes on, with a made-up day; empty once a day is in it."""
        return f"{self.text.strip()} 3/14/61" if self.query.birth_date is None else ""

    @property
    def _count(self) -> str:
        here = f"more than {FOUND_MAX} found" if self.more else f"{len(self.found)} found"
        if not self.elsewhere:
            return here
        there = f"{len(self.elsewhere)} at other centers"
        return f"{here}, {there}" if self.found else there

    @property
    def _identified(self) -> str:
        """How the chosen member is known by now; empty while the second identifier is missing."""
        if self.is_scan and len(self.people) == 1:
            return STATEMENT_AND_NAME if self._scanned_statement else CARD_AND_NAME
        if self.query.birth_date is None:
            return ""
        if self.query.words:
            return NAME_AND_BIRTH_DATE
        return NUMBER_AND_BIRTH_DATE if self.query.number else ""

    @property
    def receipt(self) -> str:
        """The receipt whose number was typed, where nobody has that text in a name; empty where it is none."""
        return "" if self.is_scan or self.people else typed_receipt(self.text)

    @property
    def statement(self) -> str:
        """The statement whose number is looked for; empty where it is none."""
        return self.query.number if _STATEMENT.fullmatch(self.query.number) else ""

    @property
    def _scanned_statement(self) -> str:
        return self.statement if self.is_scan else ""

    def _opening(self, identified: str) -> Opening:
        chosen = self.chosen_member
        assert chosen is not None
        return Opening(member_number=chosen.number, identified=identified, scanned_statement=self._scanned_statement)


def _row(found: Found, words: tuple[str, ...]) -> FinderRow:
    name = f"{found.family_name}, {found.given_names}"
    return FinderRow(
        last_four=found.number[-4:],
        name=name,
        birth_year=str(found.birth_year),
        home_center=found.home_center,
        matched=matched(name, words),
    )


def matched(name: str, words: tuple[str, ...]) -> tuple[Span, ...]:
    """Which beginnings of a name's pieces the folded ``words`` match; a piece's comma goes with the whole of it."""
    spans = []
    for piece in re.finditer(r"[^\s-]+", name):
        text, folded = piece.group(), fold(piece.group())
        most = max((len(word) for word in words if folded.startswith(word)), default=0)
        if most == 0:
            continue
        if most == len(folded):
            spans.append(Span(piece.start(), len(text)))
            continue
        length = next(n for n in range(1, len(text) + 1) if len(fold(text[:n])) >= most)
        spans.append(Span(piece.start(), length))
    return tuple(spans)
