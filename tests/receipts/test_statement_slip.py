"""The short copy of a statement says by itself how else to pay, since no stub hangs on it."""

from receipts.layout import lay_out
from receipts.statement_slip import slip_document
from tests.receipts.copies import PLACE, a_copy


def test_who_pays_by_mail_reads_where_a_check_goes() -> None:
    line, _ = a_copy()
    texts = [row.text for row in lay_out(slip_document(line, PLACE, 0), 42)]

    mail = texts.index("Mail: send a check with the payment slip")
    assert texts[mail + 1 : mail + 4] == ["  Golden Coast Health", "  P.O. Box 2303", "  Oakland, CA 94604-2303"]
