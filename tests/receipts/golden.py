"""The receipts that are kept as text and bytes, and how to write them anew: ``python -m tests.receipts.golden``."""

from pathlib import Path

from cashier.domain.languages import SPOKEN
from cashier.domain.line import Line
from receipts.document import Document, receipt_document
from receipts.escpos import ReceiptBytes
from receipts.layout import lay_out
from tests.receipts import payments

FOLDER = Path(__file__).resolve().parents[1] / "golden" / "receipts"
COLUMNS = (32, 42, 48)
WITH_BYTES = ("check-and-cash", "in-zh-Hant", "in-vi")  # Said by the printer's letters, drawn whole, and mixed.
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


def _write() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for columns in COLUMNS:
        for name, document in documents().items():
            text_file(name, columns).write_text(text_of(document, columns), encoding="utf-8")
        for name in WITH_BYTES:
            bytes_file(name, columns).write_bytes(bytes_of(documents()[name], columns))


if __name__ == "__main__":
    _write()
