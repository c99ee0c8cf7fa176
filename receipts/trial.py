"""What a printer is tried with: its columns, its letters, drawn words, barcode and QR code, and the cut below."""

from string import ascii_letters, digits

from cashier.domain.place import Place
from receipts.document import Align, Document, Feed, Pair, Rule, Text

_NUMBER = "TEST-0000000"


def trial_document(place: Place, columns: int) -> Document:
    """No receipt: it says so, and no money. ``columns`` is what the settings say of the paper."""
    blocks = (
        Text(text="PRINTER TEST", align=Align.CENTER, bold=True),
        Text(text="no receipt, no money was taken", align=Align.CENTER),
        Text(text=place.center_name, align=Align.CENTER),
        Text(text=place.window, align=Align.CENTER),
        Feed(),
        Text(text=f"{columns} columns: the line fills the paper"),
        Rule(),
        Text(text=("1234567890" * 5)[:columns]),
        Pair(left="left", right="right"),
        Text(text=ascii_letters),
        Text(text=digits + " $ . , % # & @ ( ) / *"),
        Text(text="áéíñóúü ¿¡ ç ß € •"),
        Text(text="drawn: 收据 · 영수증 · Biên lai · Квитанция"),
        Pair(left="Сумма", right="$1,234.56", bold=True),
        Rule(),
        Text(text="Scan both codes. The paper is cut below."),
    )
    return Document(blocks=blocks, barcode=_NUMBER, copy=0, title="Test", qr=_NUMBER)
