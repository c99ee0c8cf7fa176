"""What a printer is tried with: columns, letters, code pages, drawn words, both codes, what is set up, and the cut."""

from string import ascii_letters, digits

from cashier.domain.place import Place
from receipts.document import Align, Block, Document, Feed, Pair, Rule, Text

_NUMBER = "TEST-0000000"


def trial_document(place: Place, columns: int, facts: tuple[tuple[str, str], ...] = ()) -> Document:
    """No receipt: it says so, and no money. ``columns`` is what the settings say of the paper, ``facts`` what they say
    of printer and drawer. The drawer stays shut: that is opened for money alone, or by who says why.
    """
    blocks: tuple[Block, ...] = (
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
        *(Pair(left=what, right=said) for what, said in facts),
        Text(text="Below: the letters of each code page. Scan both codes. The paper is cut behind them."),
    )
    return Document(blocks=blocks, barcode=_NUMBER, copy=0, title="Test", qr=_NUMBER, tries_pages=True)
