"""What billing systems tell: once a reference, money by lines, and what a cashier must see as words."""

from datetime import date

import pytest
from pydantic import ValidationError
from sqlalchemy import Engine, text

from cashier.domain.statements import StatementKind
from cashier.ledger.billing import take_events
from cashier.ledger.check import check
from cashier.ledger.directory import Cursor, read_page
from cashier.wire import StatementRow
from cashier.wire_billing import Bill, BilledGuarantor, BilledMember, BillingAnswer, BillingEvent, BillingKind
from tests.ledger.conftest import GUARANTOR, MEMBER, balance, clock, count_rows, new_id, send
from tests.ledger.paper_desk import TODAY, PaperDesk

FIRST, SECOND = "S-10000001", "S-10000002"  # 10,000 and 5,000 cents.


def _take(engine: Engine, *events: BillingEvent, system: str = "epic") -> BillingAnswer:
    with engine.begin() as connection:
        return take_events(connection, system, events, clock=clock, new_id=new_id)


def _event(kind: BillingKind, reference: str = "e1", *, number: str = FIRST, **said: object) -> BillingEvent:
    return BillingEvent.model_validate({"reference": reference, "event": kind, "statement_number": number, **said})


def _billed(number: str, cents: int, reference: str = "b1") -> BillingEvent:
    bill = Bill(
        number=number,
        kind=StatementKind.PREMIUM,
        region="scal",
        member_number=MEMBER,
        guarantor_number=GUARANTOR,
        title="Premium",
        statement_date=TODAY,
        due_date=TODAY,
        billed_cents=cents,
    )
    return BillingEvent(reference=reference, event=BillingKind.STATEMENT, statement=bill)


def _seen(engine: Engine, number: str = FIRST) -> StatementRow:
    page = read_page(engine, "OAK3", known_epoch="", after=Cursor(), limit=500)
    return next(row for row in page.statements if row.number == number)


def _pay(engine: Engine, cents: int) -> None:
    desk = PaperDesk("OAK3")
    desk.pay(FIRST, cents)
    send(engine, desk)


def test_a_withdrawn_statement_is_owed_no_more(engine: Engine) -> None:
    assert _take(engine, _event(BillingKind.WITHDRAWN)) == BillingAnswer(taken=1, known=0)

    assert balance(engine, f"receivable:{FIRST}") == 0
    assert _seen(engine).open_cents == 0
    assert "withdrawn" in _seen(engine).statuses
    assert check(engine).findings == []


@pytest.mark.parametrize("paid", [1, 4_000, 10_000, 12_000])
def test_what_was_paid_on_a_withdrawn_statement_is_the_guarantors_credit(engine: Engine, paid: int) -> None:
    _pay(engine, paid)

    _take(engine, _event(BillingKind.WITHDRAWN))

    assert balance(engine, f"receivable:{FIRST}") == 0
    assert balance(engine, f"credit:{GUARANTOR}") == -paid
    assert balance(engine, "billed:ncal.medical") == -5_000
    assert check(engine).findings == []


def test_what_is_paid_on_a_statement_after_it_was_withdrawn_is_credit(engine: Engine) -> None:
    _take(engine, _event(BillingKind.WITHDRAWN))
    _pay(engine, 700)

    assert (balance(engine, f"receivable:{FIRST}"), balance(engine, f"credit:{GUARANTOR}")) == (0, -700)


def test_a_withdrawn_statement_that_is_billed_again_is_owed_again(engine: Engine) -> None:
    _take(engine, _billed("P-1", 900), _event(BillingKind.WITHDRAWN, number="P-1"), _billed("P-1", 800, "b2"))

    assert (balance(engine, "receivable:P-1"), balance(engine, "billed:scal.premium")) == (800, -800)
    assert check(engine).findings == []


def test_assistance_takes_off_what_it_grants_and_what_was_paid_beyond_is_credit(engine: Engine) -> None:
    _pay(engine, 4_000)
    _take(engine, _event(BillingKind.ASSISTANCE_ASKED))
    assert _seen(engine).under_review

    _take(engine, _event(BillingKind.ASSISTANCE_GRANTED, "e2", cents=7_000))

    seen = _seen(engine)
    assert (seen.open_cents, seen.under_review, seen.statuses) == (0, False, ("assistance_granted",))
    assert balance(engine, f"credit:{GUARANTOR}") == -1_000
    _take(engine, _event(BillingKind.WITHDRAWN, "e3"))
    assert balance(engine, f"credit:{GUARANTOR}") == -4_000
    assert check(engine).findings == []


def test_more_assistance_than_is_owed_is_not_taken(engine: Engine) -> None:
    answer = _take(engine, _event(BillingKind.ASSISTANCE_GRANTED, cents=10_001))

    assert (answer.taken, answer.known) == (0, 0)
    assert "more than is owed on S-10000001" in answer.not_taken[0].sentence
    assert balance(engine, f"receivable:{FIRST}") == 10_000


def test_a_reference_counts_once_for_its_system(engine: Engine) -> None:
    grant = _event(BillingKind.ASSISTANCE_GRANTED, cents=1_000)
    assert _take(engine, grant, grant) == BillingAnswer(taken=1, known=1)

    assert _take(engine, grant) == BillingAnswer(taken=0, known=1)
    assert balance(engine, f"receivable:{FIRST}") == 9_000
    assert _take(engine, grant, system="other").taken == 1
    assert balance(engine, f"receivable:{FIRST}") == 8_000


def test_an_event_of_an_unknown_statement_may_come_again_when_it_is_known(engine: Engine) -> None:
    event = _event(BillingKind.ASSISTANCE_GRANTED, number="P-1", cents=100)
    answer = _take(engine, event, _event(BillingKind.SENT_TO_COLLECTIONS, "e2"))
    assert (answer.taken, answer.not_taken[0].reference) == (1, "e1")
    assert answer.not_taken[0].sentence == ("statement_number: the ledger does not know P-1. Send the statement first.")

    assert _take(engine, _billed("P-1", 900), event).taken == 2
    assert balance(engine, "receivable:P-1") == 800


def test_what_happens_to_a_statement_is_seen_at_the_desk(engine: Engine) -> None:
    _take(
        engine,
        _event(BillingKind.SENT_TO_COLLECTIONS, "e1"),
        _event(BillingKind.PLAN_MADE, "e2", words="plan: $50 a month, next Dec 1"),
        _event(BillingKind.EXTENDED, "e3", due_date="2027-01-15"),
        _event(BillingKind.STATUS_SET, "e4", words="lien filed"),
    )
    seen = _seen(engine)
    assert seen.statuses == ("in_collections", "payment_plan", "extension", "lien filed")
    assert (seen.due_date, seen.plan_words) == (date(2027, 1, 15), "plan: $50 a month, next Dec 1")

    _take(
        engine,
        _event(BillingKind.BACK_FROM_COLLECTIONS, "e5"),
        _event(BillingKind.PLAN_ENDED, "e6"),
        _event(BillingKind.STATUS_ENDED, "e7", words="lien filed"),
    )
    seen = _seen(engine)
    assert (seen.statuses, seen.plan_words) == (("extension",), "")
    assert count_rows(engine, "lines WHERE kind = 'statements_billed' AND desk = 'LEDGER'") == 1 + 7


def test_a_page_brings_a_statement_again_when_its_words_change(engine: Engine) -> None:
    page = read_page(engine, "OAK3", known_epoch="", after=Cursor(), limit=500)
    _take(engine, _event(BillingKind.SENT_TO_COLLECTIONS))

    again = read_page(engine, "OAK3", known_epoch=page.epoch, after=Cursor.read(page.after), limit=500)
    assert [row.number for row in again.statements] == [FIRST]


def test_people_come_by_event_too_and_nobody_before_whom_they_name(engine: Engine) -> None:
    guarantor = BilledGuarantor(number="300000001", name="Ng, Amy", region="ncal")
    member = BilledMember(
        number="20000001",
        guarantor_number="300000001",
        family_name="Ng",
        given_names="Amy",
        birth_date=date(1984, 2, 1),
        region="ncal",
        home_center="Oakland",
    )
    brings_member = BillingEvent(reference="m1", event=BillingKind.MEMBER, member=member)
    answer = _take(engine, brings_member)
    assert (answer.taken, "guarantor_number names a guarantor" in answer.not_taken[0].sentence) == (0, True)

    answer = _take(
        engine, BillingEvent(reference="g1", event=BillingKind.GUARANTOR, guarantor=guarantor), brings_member
    )
    assert answer == BillingAnswer(taken=2, known=0)
    assert count_rows(engine, "members WHERE number = '20000001'") == 1


def test_a_bill_that_changes_moves_the_difference_alone(engine: Engine) -> None:
    for reference, cents in (("b1", 900), ("b2", 1_000), ("b3", 700)):
        _take(engine, _billed("P-1", cents, reference))

    assert balance(engine, "receivable:P-1") == 700
    with engine.connect() as connection:
        moved = connection.scalars(
            text("SELECT cents FROM transfers WHERE 'receivable:P-1' IN (debit, credit) ORDER BY sequence")
        ).all()
    assert check(engine).findings == []
    assert moved == [900, 100, 300]


def test_a_bill_never_goes_over_into_another_book_but_by_being_withdrawn(engine: Engine) -> None:
    moved = _billed(FIRST, 10_000)
    answer = _take(engine, moved)
    assert (answer.taken, answer.not_taken[0].sentence) == (
        0,
        "region was ncal before, in another book. Withdraw the statement first.",
    )
    assert balance(engine, "billed:scal.premium") == 0

    _take(engine, _event(BillingKind.WITHDRAWN), moved)

    assert (balance(engine, "billed:ncal.medical"), balance(engine, "billed:scal.premium")) == (-5_000, -10_000)
    assert (balance(engine, f"receivable:{FIRST}"), check(engine).findings) == (10_000, [])


def test_an_event_that_lacks_what_it_needs_is_refused_by_name() -> None:
    for kind, lacks in ((BillingKind.PLAN_MADE, "words"), (BillingKind.EXTENDED, "due_date")):
        with pytest.raises(ValueError, match=f"{kind} needs {lacks}"):
            _event(kind)
    with pytest.raises(ValueError, match="withdrawn needs statement_number"):
        BillingEvent(reference="e1", event=BillingKind.WITHDRAWN)


def test_yes_is_no_number_of_cents() -> None:
    with pytest.raises(ValidationError, match="cents are a number, not yes or no"):
        BillingEvent.model_validate_json('{"reference":"a1","event":"withdrawn","statement_number":"S-1","cents":true}')
