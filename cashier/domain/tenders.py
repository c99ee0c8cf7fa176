"""What is handed over: card, check, cashier's check, money order, cash, each with its rule, as data."""

import re
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from cashier.domain.accounts import AccountKind
from cashier.domain.errors import MISREAD, FieldRefused, Refused, UnreadableBody
from cashier.domain.money import ZERO, Money
from cashier.domain.people import Approval, read_approval
from cashier.domain.poi import PoiTransaction, read_poi
from cashier.domain.scan import CARD_SENTENCE, fold, looks_like_card, routing_number_holds, safe_text

ACCOUNT_DIGITS_MOST = 17  # On a MICR line.
ROUTING_TOO = "Enter the routing number too, or leave the account empty."
CHIP, TAP, SWIPE, KEYED_IN = "chip", "tap", "swipe", "keyed in"  # How a card was read (`Tender.entry`).
_TEXTS = "number", "issuer", "routing", "last_four", "approval_code", "micr", "by_hand", "entry"  # As in a body.
READER, KEYED = "reader", "keyed"  # Where a check's magnetic line came from (`Tender.micr`).


class TenderKind(StrEnum):
    CARD = "card"
    CHECK = "check"
    CASHIERS_CHECK = "cashiers_check"
    MONEY_ORDER = "money_order"
    CASH = "cash"


@dataclass(frozen=True, slots=True, kw_only=True)
class TenderRule:
    """What a tender is. The table's order is the order in which tenders pay: card first, cash last."""

    kind: TenderKind
    words: str
    into: AccountKind
    one_book: bool


# A bank or post office owes them: their issuer and serial say which one it is.
ISSUED = frozenset({TenderKind.CASHIERS_CHECK, TenderKind.MONEY_ORDER})

TENDER_TABLE = (
    TenderRule(
        kind=TenderKind.CARD,
        words="Card",
        into=AccountKind.CARD_CLEARING,
        one_book=True,
    ),
    TenderRule(
        kind=TenderKind.CHECK,
        words="Check",
        into=AccountKind.DRAWER_CHECKS,
        one_book=True,
    ),
    TenderRule(
        kind=TenderKind.CASHIERS_CHECK,
        words="Cashier's check",
        into=AccountKind.DRAWER_CHECKS,
        one_book=True,
    ),
    TenderRule(
        kind=TenderKind.MONEY_ORDER,
        words="Money order",
        into=AccountKind.DRAWER_CHECKS,
        one_book=True,
    ),
    TenderRule(
        kind=TenderKind.CASH,
        words="Cash",
        into=AccountKind.DRAWER_CASH,
        one_book=False,
    ),
)
RULES = {rule.kind: rule for rule in TENDER_TABLE}


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedAccount:
    """A check's account as it may be kept: the last four digits, a keyed token to know it again, the number sealed.

    ``token``: of the number without its leading zeros, which a reader gives and a person may not type; ``typed``: of
    the number as it came, where it has some. ``padded``: of the number with as many as there may be, which are looked
    for and never kept: that is how the account may stand in older lines.
    """

    last_four: str
    token: str
    sealed: str
    typed: str = ""
    padded: tuple[str, ...] = field(default=(), compare=False, repr=False)

    @property
    def tokens(self) -> tuple[str, ...]:
        """Those that are kept."""
        return (self.token, self.typed) if self.typed else (self.token,)

    def facts(self) -> dict[str, str]:
        """As it stands in a line's body."""
        said = {"last_four": self.last_four, "token": self.token, "sealed": self.sealed}
        return said | ({"typed": self.typed} if self.typed else {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Tender:
    """One thing handed over. Fields that its kind does not use are empty.

    ``number``: of the check, or serial of the money order. ``issuer``: bank of the check, issuer of the money order,
    brand of the card. ``account``: of the check. ``last_four``, ``approval_code`` and ``attempt_id``: of the card.

    ``dated``: the day that stands on it, where somebody looked; ``written``: what its words say, where somebody read
    them; ``in_full``: it says *paid in full* or the like. ``agreed``: the lead who agreed to take it all the same.
    ``micr``: how the numbers of a check's line came, by a READER or KEYED; empty where none came. ``poi``: the
    terminal's own name for a card's sale, where it said one. ``by_hand``: the stand-alone terminal of whose slip a card
    was typed; such money is provisional until that terminal's batch lists it (R9). ``is_pending``: the terminal took
    a card by itself, and the bank of the card has not said yes yet.
    ``entry``: how a card was read, CHIP, TAP, SWIPE or KEYED_IN. ``signs``: the member signs the office's copy.
    """

    kind: TenderKind
    amount: Money
    number: str = ""
    issuer: str = ""
    routing: str = ""
    account: SealedAccount | None = None
    last_four: str = ""
    approval_code: str = ""
    attempt_id: UUID | None = None
    dated: date | None = None
    written: Money | None = None
    in_full: bool = False
    micr: str = ""
    agreed: Approval | None = None
    poi: PoiTransaction | None = None
    by_hand: str = ""
    is_pending: bool = False
    entry: str = ""
    signs: bool = False

    @property
    def items(self) -> tuple[str, ...]:
        """What this piece of paper is known by when it comes again, whatever its amount; nothing where that is unsure.

        A check by routing, account and number, the first two as a token; others by issuer and serial, too.
        """
        number = self._plain_number
        known = [f"{token}:{number}" for token in self.account.tokens] if self.account is not None else []
        if self.kind in ISSUED and (issuer := fold(self.issuer)):
            known.append(f"{self.kind}:{issuer}:{number}")
        return tuple(known)

    @property
    def known_as(self) -> tuple[str, ...]:
        """All that it may have been kept by: `items`, and what those were before leading zeros were left out."""
        padded = self.account.padded if self.account is not None else ()
        return (*self.items, *(f"{token}:{self._plain_number}" for token in padded))

    @property
    def _plain_number(self) -> str:
        return self.number.upper().replace("-", "").lstrip("0")

    @property
    def rule(self) -> TenderRule:
        return RULES[self.kind]

    @property
    def words(self) -> str:
        """``Check 1043``, ``Card ••4421``, ``Cash``."""
        if self.kind is TenderKind.CARD:
            return f"{self.issuer or 'Card'} ••{self.last_four}" if self.last_four else self.issuer or "Card"
        return f"{self.rule.words} {self.number}".rstrip()

    @property
    def told(self) -> str:
        """``Check 1043 · Wells Fargo ••5678``: with the bank or issuer, and of the account the last four digits."""
        issuer = self.issuer if self.kind is not TenderKind.CARD else ""
        ending = f"••{self.account.last_four}" if self.account is not None else ""
        return " · ".join(filter(None, (self.words, f"{issuer} {ending}".strip())))

    def facts(self) -> dict[str, Any]:
        """As it stands in a line's body; empty fields are left out."""
        said: dict[str, Any] = {"kind": self.kind.value, "cents": self.amount.cents}
        texts = {name: getattr(self, name) for name in _TEXTS}
        said.update({name: text for name, text in texts.items() if text})
        if self.account is not None:
            said["account"] = self.account.facts()
        if self.attempt_id is not None:
            said["attempt"] = str(self.attempt_id)
        if self.dated is not None:
            said["dated"] = self.dated.isoformat()
        if self.written is not None:
            said["written_cents"] = self.written.cents
        if self.in_full:
            said["in_full"] = True
        if self.is_pending:
            said["pending"] = True
        if self.signs:
            said["signs"] = True
        if self.agreed is not None:
            said["agreed"] = self.agreed.facts()
        if self.poi is not None:
            said["poi"] = self.poi.facts()
        return said


def read_tender(said: dict[str, Any]) -> Tender:
    """The inverse of `Tender.facts`. Raises UnreadableBody."""
    try:
        account = said.get("account")
        return Tender(
            kind=TenderKind(said["kind"]),
            amount=Money(said["cents"]),
            number=said.get("number", ""),
            issuer=said.get("issuer", ""),
            routing=said.get("routing", ""),
            account=SealedAccount(**account) if account else None,
            last_four=said.get("last_four", ""),
            approval_code=said.get("approval_code", ""),
            attempt_id=UUID(said["attempt"]) if "attempt" in said else None,
            dated=date.fromisoformat(said["dated"]) if "dated" in said else None,
            written=Money(said["written_cents"]) if "written_cents" in said else None,
            in_full=said.get("in_full", False),
            micr=said.get("micr", ""),
            by_hand=said.get("by_hand", ""),
            entry=said.get("entry", ""),
            signs=said.get("signs", False),
            is_pending=said.get("pending", False),
            agreed=read_approval(said.get("agreed")),
            poi=read_poi(said["poi"]) if "poi" in said else None,
        )
    except MISREAD as trouble:
        raise UnreadableBody(f"A tender cannot be read: {type(trouble).__name__}.") from trouble


_ITEM_NUMBER = re.compile(r"[0-9A-Za-z-]{1,20}")
_ACCOUNT_NUMBER = re.compile(rf"[0-9]{{4,{ACCOUNT_DIGITS_MOST}}}")


def in_table_order(tenders: tuple[Tender, ...]) -> tuple[Tender, ...]:
    """Card first, cash last; those of one kind stay as they were given."""
    order = [rule.kind for rule in TENDER_TABLE]
    return tuple(sorted(tenders, key=lambda tender: order.index(tender.kind)))


def check_tender(tender: Tender, *, needs_number: bool = True) -> Tender:
    """The tender with its texts as they may be kept. Raises FieldRefused for the field that lacks what it needs.

    ``needs_number``: whether paper without a number is refused.
    """
    words = tender.rule.words
    if tender.amount <= ZERO:
        raise FieldRefused(f"Enter an amount above zero for {words.lower()}.", "amount")
    number = _text(tender.number, f"{words} number", "number")
    issuer = _text(tender.issuer, "The bank or issuer", "issuer")
    is_numbered = tender.rule.into is AccountKind.DRAWER_CHECKS and (needs_number or bool(number))
    if is_numbered and not _ITEM_NUMBER.fullmatch(number):
        sentence = f"Enter the {words.lower()} number: up to 20 digits and letters, as printed on it."
        raise FieldRefused(sentence, "number")
    if tender.kind in ISSUED and not issuer:
        who = "the bank that" if tender.kind is TenderKind.CASHIERS_CHECK else "who"
        raise FieldRefused(f"Enter {who} issued the {words.lower()}, as printed on it.", "issuer")
    if tender.routing and not routing_number_holds(tender.routing):
        sentence = "The routing number does not check. Read its nine digits from the check again."
        raise FieldRefused(sentence, "routing")
    if tender.account is not None and not tender.routing:  # Known again by both together, or by neither.
        raise FieldRefused(ROUTING_TOO, "routing")
    return replace(tender, number=number, issuer=issuer)


def _text(text: str, what: str, field: str) -> str:
    try:
        return safe_text(text, what)
    except Refused as refused:
        raise FieldRefused(refused.sentence, field) from refused


def check_account_number(account: str) -> None:
    """Raises FieldRefused unless ``account`` is 4 to 17 digits, as on a MICR line, and no bank card's number."""
    if looks_like_card(account):
        raise FieldRefused(CARD_SENTENCE, "account")
    if not _ACCOUNT_NUMBER.fullmatch(account):
        raise FieldRefused("Enter the check's account number: 4 to 17 digits.", "account")
