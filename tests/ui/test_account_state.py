"""What an open account says: fresh figures, saved copies, the family without amounts."""

from dataclasses import replace
from datetime import date, timedelta

from cashier.domain.money import ZERO, Money
from cashier.domain.paid_elsewhere import PaidElsewhere
from cashier.domain.place import Elsewhere, Place
from cashier.usecases.find_member import Account, open_member
from tests.ui.sample_desk import HOSPITAL, NOW, OFFICE, PLACE, PREMIUM, PRESCRIPTION, ROSA, STATEMENTS, SampleDesk
from ui.counter.account_state import AccountState, Note


def account(number: str = "11048827") -> Account:
    return open_member(number, "photo ID seen", SampleDesk().desk, ROSA)


def opened(*, online: bool = True) -> AccountState:
    return AccountState(account=account(), place=PLACE, now=NOW, online=online)


def test_the_header_says_who_it_is() -> None:
    header = opened().header

    assert (header.initials, header.name, header.born) == ("MT", "Tran, Mai Linh", "Mar 14, 1961 · 65 y")
    assert (header.number, header.guarantor) == ("1104 8827", "200 417 733")
    assert header.plan == "Senior Advantage (Medicare) · Northern California"
    assert header.notes == (
        Note("Prefers Vietnamese", "soft"),
        Note("Financial assistance under review", "warn"),
        Note("Autopay: premium only", "plain"),
    )
    assert (header.open_balance, header.aside) == ("$805.77", "$412.60 under review")


def test_what_a_bill_alone_says_is_named_in_the_header_with_what_to_do() -> None:
    sent = replace(STATEMENTS[1], plan_words="collections")
    state = replace(opened(), account=replace(account(), statements=(sent,)))

    assert state.header.advice == ("Collections: Take the payment here, and tell the office, so that the agency stops.")
    assert opened().header.advice == "Paying what is under review is voluntary. Say so first.", "a chip says it"


def test_rows_come_by_due_date_with_their_state_in_words() -> None:
    rows = opened().rows

    assert [(row.number, row.chip, row.tone) for row in rows] == [
        (HOSPITAL, "under review · voluntary", "soft"),
        (OFFICE, "due in 6 days", "warn"),
        (PREMIUM, "autopay draws Nov 28", "soft"),
        (PRESCRIPTION, "due in 24 days", "plain"),
    ]
    assert (rows[0].detail, rows[0].billed, rows[0].due, rows[0].balance) == (
        "Hospital · service Sep 15",
        "Oct 05",
        "Nov 04",
        "412.60",
    )


def test_posted_and_saved_figures_are_told_apart() -> None:
    mine = replace(account(), own_payments=Money(47260))

    assert opened().freshness == "Posted balances as of 10:42:07 AM"
    assert replace(opened(online=False), account=mine).freshness == (
        "Saved copy from 10:42 AM, less $472.60 taken at this desk since"
    )
    assert opened(online=False).header.aside == "as of 10:42 AM"
    assert replace(opened(), account=replace(account(), as_of=None)).freshness == "The ledger has not answered yet"


def test_a_row_that_was_on_screen_stays_when_it_is_paid() -> None:
    fresh = replace(account(), statements=STATEMENTS[2:])
    state = opened().refreshed(fresh, now=NOW, online=True)

    assert [(row.number, row.chip, row.balance) for row in state.rows][:2] == [
        (HOSPITAL, "paid today", "0.00"),
        (OFFICE, "paid today", "0.00"),
    ]
    assert state.account.identified == {"11048827": "photo ID seen"}


def test_what_was_paid_another_way_stands_first_and_in_the_chip_of_a_row_that_is_paid_by_it() -> None:
    first = replace(STATEMENTS[0], open=ZERO)
    paid = {number: _paid(number) for number in (HOSPITAL, OFFICE)}
    fresh = replace(account(), statements=(first, *STATEMENTS[1:]), paid_elsewhere=paid)
    state = opened().refreshed(fresh, now=NOW, online=True)

    assert (state.rows[0].chip, state.rows[0].balance) == ("paid online", "0.00")
    assert state.rows[0].detail == "$3.00 paid online 12 minutes ago · Hospital · service Sep 15"
    assert (state.rows[1].chip, state.rows[1].detail.partition(" · ")[0]) == (
        "due in 6 days",
        "$3.00 paid online 12 minutes ago",
    )
    assert state.rows[2] == opened().rows[2]


def _paid(number: str) -> PaidElsewhere:
    return PaidElsewhere(
        number=number,
        member_number="11048827",
        channel="online",
        amount=Money(300),
        paid_at=NOW - timedelta(minutes=12, seconds=5),
    )


def test_a_disputed_bill_is_not_called_overdue() -> None:
    late = replace(STATEMENTS[1], due_date=NOW.date() - timedelta(days=5))
    disputed = replace(account(), statements=(late,), member=replace(account().member, notes=("Balance in dispute",)))
    state = replace(opened(), account=disputed)

    assert (state.rows[0].chip, state.rows[0].tone) == ("was due Nov 16", "plain")
    assert replace(opened(), account=replace(account(), statements=(late,))).rows[0].tone == "bad"


def test_what_cannot_be_paid_here_says_why() -> None:
    foreign = replace(STATEMENTS[0], region="scal")
    asked = replace(account(), statements=(foreign, *STATEMENTS[1:]), unsettled=frozenset({OFFICE}))
    state = replace(opened(), account=asked)

    assert state.rows[0].why_not == "S-48210377 belongs to another region and is not paid here."
    assert state.rows[1].why_not == "A card result for S-48211904 is not known yet."
    assert (state.rows[1].chip, state.rows[1].tone) == ("card result not known", "warn")
    assert [statement.number for statement in state.payable] == [PRESCRIPTION, PREMIUM]


def test_the_family_shows_names_and_no_confidential_statement() -> None:
    kevin = replace(
        account("11048828"),
        statements=tuple(
            replace(STATEMENTS[1], number=number, member_number="11048828", confidential=hidden, open=ZERO + Money(500))
            for number, hidden in (("S-1001", False), ("S-1002", True))
        ),
    )
    state = opened().with_other(kevin)

    assert [(r.words, r.shown) for r in opened().family] == [("Mai Linh", True), ("Kevin", False), ("An", False)]
    assert [row.number for row in state.rows][-1] == "S-1001"
    assert state.rows[-1].detail == "Kevin · Professional · service Oct 08"
    assert state.identified == {"11048827": "photo ID seen", "11048828": "photo ID seen"}
    assert state.header.open_balance == "$805.77"


def test_the_age_counts_birthdays() -> None:
    born = replace(account().member, birth_date=date(1961, 11, 22))
    state = replace(opened(), account=replace(account(), member=born))

    assert state.header.born == "Nov 22, 1961 · 64 y"


def southern(place: Place) -> AccountState:
    """The same balances, all of them Southern California's."""
    known = account()
    moved = tuple(replace(statement, region="scal") for statement in known.statements)
    return AccountState(account=replace(known, statements=moved), place=place, now=NOW, online=True)


def test_balances_of_another_region_say_whose_they_are_and_how_they_are_paid() -> None:
    scal = Elsewhere(region="scal", name="Southern California", phone="(800) 464-4000")
    state = southern(replace(PLACE, elsewhere=(scal,)))

    assert state.payable == ()
    assert state.belongs_elsewhere == (
        "These balances belong to Southern California and can't be paid at this window. "
        "Member services of Southern California: (800) 464-4000."
    )


def test_balances_of_a_region_that_is_not_listed_say_so_without_a_phone() -> None:
    sentence = "These balances belong to another region and can't be paid at this window."

    assert southern(PLACE).belongs_elsewhere == sentence
    assert opened().belongs_elsewhere == ""
