"""A desk's journal held in memory: real lines, really chained, for sending to a ledger."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from cashier.domain.accounts import Account, AccountKind, Book, BookLine
from cashier.domain.allocation import Applied
from cashier.domain.chain import chained, first_link
from cashier.domain.line import Line, LineKind
from cashier.domain.money import ZERO, Money
from cashier.domain.payment_facts import PaymentFacts
from cashier.domain.payor import MEMBER_PAYS
from cashier.domain.targets import Part, Placed, Target, TargetKind
from cashier.domain.tenders import Tender, TenderKind
from cashier.domain.transfer import Transfer
from cashier.wire import Run, SentLine

NOW = datetime(2026, 11, 21, 18, 44, tzinfo=UTC)
TODAY = date(2026, 11, 21)
CENTER = "OAK"
BOOK = Book("ncal", BookLine.MEDICAL)
DRAWER = Account(AccountKind.DRAWER_CASH, "0198f1c0-0000-7000-8000-000000000001", BOOK)


@dataclass(slots=True)
class PaperDesk:
    """A desk that takes cash and writes it down."""

    desk: str
    sent: list[SentLine] = field(default_factory=list)
    receipts: int = 0

    @property
    def chain(self) -> str:
        return self.sent[-1].chain if self.sent else first_link(self.desk)

    def run(self, first: int = 1, last: int | None = None) -> Run:
        """The lines from ``first`` to ``last``, counted from 1."""
        return Run(lines=tuple(self.sent[first - 1 : last]))

    def pay(self, statement: str, cents: int) -> Line:
        """Take cash for one statement."""
        return self.pay_target(Target(TargetKind.STATEMENT, statement), cents)

    def pay_target(self, target: Target, cents: int, into: Account = DRAWER) -> Line:
        """Take cash for anything that can be paid; the money lies in ``into`` then."""
        self.receipts += 1
        facts = payment_facts(f"{self.desk}-{self.receipts:07d}", target, cents)
        return self.write(
            self.line(
                LineKind.PAYMENT,
                facts=facts.facts(),
                transfers=(Transfer(into, target.account(CENTER), Money(cents)),),
                line_id=facts.payment_id,
            )
        )

    def line(self, kind: LineKind, *, facts: dict[str, object], transfers: tuple[Transfer, ...], line_id: UUID) -> Line:
        return Line(
            line_id=line_id,
            kind=kind,
            desk=self.desk,
            center=CENTER,
            staff="rosa",
            taken_at=NOW,
            business_date=TODAY,
            facts=facts,
            transfers=transfers,
        )

    def write(self, line: Line) -> Line:
        self.write_body(line.body().decode())
        return line

    def write_body(self, body: str) -> None:
        """Append any bytes as a line, readable or not."""
        sequence = len(self.sent) + 1
        chain = chained(self.chain, sequence, body.encode())
        self.sent.append(SentLine(sequence=sequence, chain=chain, body=body))


def payment_facts(receipt: str, target: Target, cents: int) -> PaymentFacts:
    """One cash payment without change."""
    amount = Money(cents)
    part = Part(target=target, amount=amount)
    return PaymentFacts(
        payment_id=uuid4(),
        receipt=receipt,
        member_number="11048827",
        member_name="Tran, Mai Linh",
        guarantor_number="200417733",
        language="en",
        served_by="Rosa D.",
        identified={"11048827": "card scanned"},
        payor=MEMBER_PAYS,
        reason="",
        targets=(Placed(part=part, book=BOOK, member_number="11048827", words="Hospital visit", open_before=amount),),
        tenders=(Tender(kind=TenderKind.CASH, amount=amount),),
        applied=(Applied(0, 0, amount),),
        change=ZERO,
        open_after=ZERO,
        balances_as_of="2026-11-21T18:40:00.000000Z",
        next_due=None,
        next_due_autopay=False,
    )
