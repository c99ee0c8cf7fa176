"""What goes by e-mail says number and amount, in the member's language, and nothing of a plan, an estimate, a claim."""

from cashier.domain.line import Line
from cashier.domain.payment_facts import read_payment
from cashier.domain.receipt_seen import ReceiptSeen, masked
from receipts.layout import lay_out
from receipts.mailed import MailedReceipt, mailed_receipt
from tests.receipts import payments


def made(lines: tuple[Line, ...]) -> tuple[MailedReceipt, str]:
    seen = ReceiptSeen(
        number=payments.RECEIPT, region="ncal", center_name="Oakland Medical Center", lines=tuple(map(masked, lines))
    )
    mailed = mailed_receipt(seen, payments.PLACE)
    return mailed, "\n".join(line.text for line in lay_out(mailed.document, 48))


def test_a_premiums_plan_and_what_a_deposit_is_for_stay_out() -> None:
    mailed, paper = made(payments.premium_and_deposit())

    told = [placed.words for line in payments.premium_and_deposit() for placed in read_payment(line).targets]
    assert any(told)
    assert not [words for words in told if words and words in paper]
    assert mailed.subject == f"Receipt {payments.RECEIPT}"
    assert "TOTAL PAID" in paper


def test_a_payment_plan_stays_out() -> None:
    assert "plan" not in made(payments.on_plan())[1]


def test_a_claim_stays_out_and_the_members_language_is_spoken() -> None:
    mailed, paper = made(payments.in_language("es", payments.named_credit()))

    assert "claim" not in paper
    assert mailed.text == f"Recibo {payments.RECEIPT}: se pagó $50.00. El recibo va adjunto."
    assert mailed.document.language == "es"
