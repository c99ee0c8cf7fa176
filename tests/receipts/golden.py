"""The receipts that are kept as text and bytes, and how to write them anew: ``python -m tests.receipts.golden``."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from cashier.domain.languages import SPOKEN
from cashier.domain.line import Line, LineKind
from cashier.domain.receipt_paper import PaperAsked, ReceiptPaper, Service
from cashier.domain.receipt_texts import ReceiptText
from cashier.domain.statements import StatementKind
from receipts.card_pending import card_pending_slip
from receipts.document import Document, receipt_document
from receipts.escpos import ReceiptBytes
from receipts.layout import lay_out
from receipts.papers import paper_document
from tests.domain.written import WRITTEN
from tests.receipts import payments

FOLDER = Path(__file__).resolve().parents[1] / "golden" / "receipts"
COLUMNS = (32, 42, 48)
WITH_BYTES = (
    "check-and-cash",
    "in-zh-Hant",
    "in-vi",
    "itemized",
    "card-pending",
    "card-pending-ru",
)  # Said by the printer's letters, drawn whole, and mixed.
DOTS = {32: 384, 42: 512, 48: 576}


def documents() -> dict[str, Document]:
    """Every kept receipt by name."""
    return {
        "check-and-cash": _document(payments.check_and_cash()),
        "check-and-cash-es": _document(payments.in_language("es", payments.check_and_cash())),
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
        **{
            f"in-{code}": _document(payments.in_language(code, payments.card_then_cash()), copy=1)
            for code in SPOKEN[2:]
        },
        "office": _asked(ReceiptPaper.OFFICE, payments.in_language("es", payments.card_then_cash())),
        "part": _asked(ReceiptPaper.PART, payments.family(), member="11048828", language="vi"),
        "itemized": _asked(ReceiptPaper.ITEMIZED, payments.check_and_cash(), services=_SERVICES),
        "card-pending": card_pending_slip(_pending("en"), payments.PLACE, 0),
        "card-pending-ru": card_pending_slip(_pending("ru"), payments.PLACE, 1),
        "own-texts": receipt_document(payments.check_and_cash(), _WITH_TEXTS, 0),
        "control-characters": _document(payments.paid_by("Max\x1bp\x00\x19\x9b\u202eMuster\u2028\x7f")),
    }


def text_file(name: str, columns: int) -> Path:
    return FOLDER / f"{name}-{columns}.txt"


def bytes_file(name: str, columns: int) -> Path:
    return FOLDER / f"{name}-{columns}.escpos"


def text_of(document: Document, columns: int) -> str:
    """The lines, bold ones with a mark before them."""
    lines = lay_out(document, columns)
    return "".join(f"{'*' if line.bold else ' '}{line.text}".rstrip() + "\n" for line in lines)


def bytes_of(document: Document, columns: int) -> bytes:
    return ReceiptBytes(columns=columns, dots=DOTS[columns]).encode(document)


def _document(lines: tuple[Line, ...], *, copy: int = 0) -> Document:
    return receipt_document(lines, payments.PLACE, copy)


_SERVICES = {
    "S-48210377": Service(kind=StatementKind.HOSPITAL, patient="Mai Linh Tran", day=date(2026, 9, 2)),
    "S-48211904": Service(kind=StatementKind.PHARMACY, patient="Mai Linh Tran", day=date(2026, 10, 11)),
}
_WITH_TEXTS = replace(
    payments.PLACE,
    receipt_texts=(
        ReceiptText(center="OAK", since=date(2026, 11, 22), header=("From tomorrow on",)),
        ReceiptText(
            center="OAK",
            since=date(2026, 1, 1),
            header=("275 Sample Boulevard", "Oakland, CA 94611"),
            trailer={"en": ("Keep this receipt for your records.",)},
        ),
    ),
)


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


def _write() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for columns in COLUMNS:
        for name, document in documents().items():
            text_file(name, columns).write_text(text_of(document, columns), encoding="utf-8")
        for name in WITH_BYTES:
            bytes_file(name, columns).write_bytes(bytes_of(documents()[name], columns))


if __name__ == "__main__":
    _write()
