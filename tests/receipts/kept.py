"""Every paper that is kept as it was printed: each document that there is, those that members read in each language."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache

from cashier.domain.errors import UnreadableBody
from cashier.domain.languages import SPOKEN
from cashier.domain.line import Line, LineKind
from cashier.domain.receipt_paper import PaperAsked, ReceiptPaper, Service
from cashier.domain.receipt_template import STANDARD, ReceiptTemplate
from cashier.domain.slips import slips_of
from cashier.domain.statements import StatementKind
from receipts.card_pending import card_pending_slip
from receipts.document import Document, receipt_document
from receipts.papers import paper_document
from receipts.trial import trial_document
from tests.domain.receipt_lines import became
from tests.domain.written import WRITTEN
from tests.receipts import payments
from tests.receipts.copies import PLACE

_BECAME = (LineKind.MOVED, LineKind.TENDER_CHANGED, LineKind.CHECK_RETURNED, LineKind.VOIDED)


@cache
def documents() -> Mapping[str, Document]:
    """Every kept paper by name; one in another language than English ends with its code."""
    return {
        **_receipts(),
        **{f"in-{code}": _in(code, payments.card_then_cash(), copy=1) for code in SPOKEN[2:]},
        **{f"on-plan-{code}": _in(code, payments.on_plan()) for code in SPOKEN},
        **{f"part-{code}": _part(code) for code in SPOKEN},
        **{f"itemized-{code}": _itemized(code) for code in SPOKEN[1:]},
        **{f"since-{code}": _in(code, (*payments.premium_and_deposit(), *map(became, _BECAME))) for code in SPOKEN},
        **{f"card-pending-{code}": card_pending_slip(_pending(code), payments.PLACE, 1) for code in SPOKEN[1:]},
        **_slips(),
        "trial": trial_document(PLACE, 42),
    }


def _receipts() -> dict[str, Document]:
    return {
        "check-and-cash": _document(payments.check_and_cash()),
        "check-and-cash-es": _in("es", payments.check_and_cash()),
        "net-cash": _document(payments.net_cash()),
        "card-then-cash": _document(payments.card_then_cash()),
        "named-credit": _document(payments.named_credit()),
        "duplicate": _document(payments.check_and_cash(), copy=2),
        "settled-as-of-yesterday": _document(payments.all_settled()),
        "vietnamese": _document(payments.paid_by("Nguyễn Thị Ánh Tuyết")),
        "chinese": _document(payments.paid_by("陳大文")),
        "family": _document(payments.family()),
        "premium-and-deposit": _document(payments.premium_and_deposit()),
        "rounded": _document(payments.rounded()),
        "without-member": _document(payments.without_member()),
        "office": _asked(ReceiptPaper.OFFICE, payments.in_language("es", payments.card_then_cash())),
        "itemized": _itemized("en"),
        "card-pending": card_pending_slip(_pending("en"), payments.PLACE, 0),
        "own-texts": receipt_document(payments.check_and_cash(), _WITH_TEXTS, 0),
        "own-parts": receipt_document(payments.on_plan(), _WITH_PARTS, 0),
        "control-characters": _document(payments.paid_by("Max\x1bp\x00\x19\x9b\u202eMuster\u2028\x7f")),
    }


def _slips() -> dict[str, Document]:
    """The papers of lines as they are written, but for payments, of which there are enough; each of a line's slips."""
    found = {}
    for name, make in WRITTEN.items():
        line = make()
        if line.kind in (LineKind.PAYMENT, LineKind.CARD_ASKED) or not has_paper(line):
            continue
        papers = max(1, slips_of(line))
        if "language" in line.facts:  # Of several slips the last one is the member's.
            papers -= 1
            for code in SPOKEN:
                said = replace(line, facts={**line.facts, "language": code})
                found[f"{name}-{code}"] = paper_document((said,), PLACE, papers)
        for copy in range(papers):
            found[f"{name}-slip-{copy + 1}" if copy else name] = paper_document((line,), PLACE, copy)
    return found


def has_paper(line: Line) -> bool:
    """Whether a line of its own has one; a payment's other papers need its receipt's lines, too."""
    try:
        paper_document((line,), PLACE, 0)
    except (UnreadableBody, ValueError, IndexError):
        return False
    return True


def _document(lines: tuple[Line, ...], *, copy: int = 0) -> Document:
    return receipt_document(lines, payments.PLACE, copy)


def _in(code: str, lines: tuple[Line, ...], *, copy: int = 0) -> Document:
    return _document(payments.in_language(code, lines), copy=copy)


_SERVICES = {
    "S-48210377": Service(kind=StatementKind.HOSPITAL, patient="Mai Linh Tran", day=date(2026, 9, 2)),
    "S-48211904": Service(kind=StatementKind.PHARMACY, patient="Mai Linh Tran", day=date(2026, 10, 11)),
}
_WITH_TEXTS = replace(
    payments.PLACE,
    receipt_templates=(
        ReceiptTemplate(center="OAK", since=date(2026, 11, 22), header=("From tomorrow on",)),
        ReceiptTemplate(
            center="OAK",
            since=date(2026, 1, 1),
            header=("275 Sample Boulevard", "Oakland, CA 94611"),
            parts=(*STANDARD, "keep"),
            notices={"keep": {"en": ("Keep this receipt for your records.",)}},
        ),
    ),
)
_WITH_PARTS = replace(
    payments.PLACE,
    receipt_templates=(
        ReceiptTemplate(
            center="OAK",
            since=date(2026, 1, 1),
            parts=("moving", "who", "paid", "tenders", "assistance", "served", "open", "survey"),
            notices={
                "moving": {"en": ("From January 4 on the window is on the second floor.",)},
                "survey": {"en": ("How was your visit?", "survey.example.org")},
            },
        ),
    ),
)


def _part(code: str) -> Document:
    return _asked(ReceiptPaper.PART, payments.family(), member="11048828", language=code)


def _itemized(code: str) -> Document:
    paid = payments.in_language(code, payments.check_and_cash())
    return _asked(ReceiptPaper.ITEMIZED, paid, services=_SERVICES)


def _asked(
    paper: ReceiptPaper,
    lines: tuple[Line, ...],
    *,
    member: str = "",
    language: str = "",
    services: Mapping[str, Service] | None = None,
) -> Document:
    asked = PaperAsked(receipt=payments.RECEIPT, paper=paper, member=member, language=language, services=services or {})
    line = replace(lines[0], kind=LineKind.PAPER_ASKED, facts=asked.facts())
    return paper_document((line, *lines), payments.PLACE, 0)


def _pending(language: str) -> Line:
    """The attempt of the golden body, by a member who reads this language."""
    line = WRITTEN["card_asked"]()
    return replace(line, facts={**line.facts, "language": language})
