"""What a member reads at home of a correction: how much, which receipt, whom to call, and nothing of any treatment."""

from dataclasses import replace

import pytest

from cashier.domain.line import Line, LineKind
from receipts.document_letter import DocumentLetter
from receipts.layout import lay_out
from receipts.letter_page import Letters
from receipts.member_letter import Addressee, member_letter
from receipts.words import WORDS
from tests.domain.receipt_lines import became
from tests.fakes.builders import OAK3, TODAY

TO = Addressee(name="Tran, Mai Linh", address=("1480 Lakeshore Avenue", "Oakland CA 94606"), member="11048827",
               language="en")  # fmt: skip
KINDS = {
    LineKind.VOIDED: "Given back Nov 21",
    LineKind.MOVED: "moved from S-48210377",
    LineKind.MOVE_AGREED: "moved from S-48210377",
    LineKind.TENDER_CHANGED: "Cash is Check",
    LineKind.CHECK_RETURNED: "Check 1043 came back unpaid",
    LineKind.REFUND_DECLINED: "was declined",
    LineKind.REFUND_PAID: "was paid out",
}


def words_of(line: Line, to: Addressee = TO) -> list[str]:
    return [row.text.strip() for row in lay_out(member_letter(line, to, OAK3, TODAY), 60)]


@pytest.mark.parametrize(("kind", "said"), KINDS.items())
def test_it_says_what_was_done_for_whom_and_whom_to_call(kind: LineKind, said: str) -> None:
    paper = words_of(became(kind))

    assert any(said in row for row in paper)
    assert ["Mai Linh Tran", *TO.address] == paper[paper.index("Mai Linh Tran") :][:3]
    whole = " ".join(paper)
    assert "(800) 464-4000" in whole
    assert ("If you did not ask for it, call" in whole) is (kind is not LineKind.CHECK_RETURNED)
    assert not [told for told in ("11048827", "200417733", "Hospital", "S-48211904", "reason") if told in whole]


def test_every_language_makes_a_sheet() -> None:
    letters = DocumentLetter(Letters())
    line = became(LineKind.VOIDED)

    for code in WORDS:
        document = member_letter(line, replace(TO, language=code), OAK3, TODAY)
        assert letters.make(document).startswith(b"%PDF")
        assert document.language == code
