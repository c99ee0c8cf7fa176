"""A receipt as it goes by e-mail: the paper's own document, without what is told of a plan, an estimate or a claim."""

from dataclasses import dataclass, replace

from cashier.domain.line import Line
from cashier.domain.money import total
from cashier.domain.payment_facts import read_payment
from cashier.domain.place import Place
from cashier.domain.receipt_seen import ReceiptSeen, place_of
from cashier.domain.targets import Placed, TargetKind
from receipts.document import Document, receipt_document
from receipts.words import receipt_words


@dataclass(frozen=True, slots=True)
class MailedReceipt:
    """What the mail says, and what is attached."""

    subject: str
    text: str
    document: Document


def mailed_receipt(seen: ReceiptSeen, place: Place) -> MailedReceipt:
    """In the member's language; the subject names the number alone. Raises UnreadableBody."""
    payments = tuple(map(read_payment, seen.lines))
    words = receipt_words(payments[-1].language)
    amount = total([facts.paid for facts in payments])
    lines = (*map(_without_detail, seen.lines), *seen.since)
    document = receipt_document(lines, place_of(seen, place), 0)
    return MailedReceipt(
        subject=f"{words.receipt} {seen.number}",
        text=words.mail_says.format(receipt=seen.number, amount=amount),
        document=document,
    )


def _without_detail(line: Line) -> Line:
    facts = read_payment(line)
    return replace(line, facts=replace(facts, targets=tuple(map(_bare, facts.targets))).facts())


def _bare(placed: Placed) -> Placed:
    """Its number and amount; what no member is billed for keeps its name, which is all that it has."""
    words = placed.words if placed.part.target.kind is TargetKind.MISC else ""
    return replace(placed, words=words, plan="", part=replace(placed.part, note="", source=""))
