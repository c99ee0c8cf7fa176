"""The acts of a day script with no member present: late entry, and batches of mail or of a drop box."""

from cashier.domain.agency_list import read_list
from cashier.domain.batch import Batch
from cashier.domain.errors import Refused
from cashier.domain.money import ZERO, parse_amount
from cashier.domain.origin import Origin, OriginKind
from cashier.domain.payment import TakePayment
from cashier.domain.people import Staff
from cashier.domain.targets import TargetKind
from cashier.doors.replay_desk import ReplayDesk
from cashier.doors.replay_payment import Answer, Counter, dollars, parts_of, tender_of, whom_it_pays
from cashier.doors.replay_script_entry import AgencyList, BatchItem, CloseBatch, Entry, LateEntry, OpenBatch
from cashier.doors.replay_shape import Approver
from cashier.usecases.agency import AgencyCheck, match_agency, take_agency
from cashier.usecases.enter import close_batch, current_batch, enter, missing_of, must_be_unknown, open_batch
from cashier.usecases.sign_in import countersign


def play_late_entry(act: LateEntry, counter: Counter, at: ReplayDesk) -> Answer:
    """Enter a paper receipt; the answer says what is missing of its book. Raises Refused."""
    zone = at.desk.place.time_zone
    written = act.time.replace(tzinfo=zone) if act.time.tzinfo is None else act.time
    origin = Origin(kind=OriginKind.LATE, book=act.book, number=act.number, written_at=written, names=act.names)
    must_be_unknown(origin, at.ledger.elsewhere)
    answer = _enter(act, origin, counter, at)
    return answer | {"missing": list(missing_of(act.book, at.desk))}


def play_open_batch(act: OpenBatch, counter: Counter, at: ReplayDesk) -> Answer:
    """Begin a batch with two people. Raises Refused."""
    staff, second = counter.signed_in(), _second(act.second, at)
    batch = Batch(
        batch_id=at.desk.new_id(),
        kind=OriginKind(act.kind),
        count=act.count,
        total=parse_amount(act.total, "the control total"),
        opener=staff.user,
        second=second.user,
        second_name=second.name,
    )
    open_batch(batch, second, at.desk, staff)
    return {"ok": True}


def play_batch_item(act: BatchItem, counter: Counter, at: ReplayDesk) -> Answer:
    """Enter one item. Raises Refused."""
    return _enter(act, _open(at).origin, counter, at)


def play_close_batch(act: CloseBatch, counter: Counter, at: ReplayDesk) -> Answer:
    """Close it. Raises Refused where it does not come to its count and total and nobody signs."""
    staff = counter.signed_in()
    second = _second(act.second, at) if act.second is not None else None
    entered = close_batch(_open(at), at.desk, staff, second=second, reason=act.reason)
    return {"ok": True, "count": entered.count, "total": dollars(entered.total)}


def play_agency_list(act: AgencyList, counter: Counter, at: ReplayDesk) -> Answer:
    """One payment for an agency's list; the answer says which lines are held. Raises Refused."""
    staff, lines = counter.signed_in(), read_list(act.csv)
    for line in lines:
        at.fetch(line.statement or line.member)
    wish = AgencyCheck(
        payment_id=at.desk.new_id(),
        list_id=at.desk.new_id(),
        agency=act.agency,
        lines=lines,
        check=tender_of(act.check, at),
    )
    held = [match.said.line for match in match_agency(lines, at.desk) if match.held > ZERO]
    taken = take_agency(wish, at.desk, staff)
    at.print_due()
    counter.receipts.append(taken.receipt)
    if act.name:
        counter.named[act.name] = taken.receipt
    return {"ok": True, "receipt": taken.receipt, "lines": len(lines), "held": held}


def _enter(act: Entry, origin: Origin, counter: Counter, at: ReplayDesk) -> Answer:
    staff, parts = counter.signed_in(), parts_of(act.pay, act.note, origin.words)
    for part in parts:
        if part.target.kind is TargetKind.STATEMENT:
            at.fetch(part.target.number)
    paid_for = whom_it_pays("", parts, at)
    wish = TakePayment(
        payment_id=at.desk.new_id(),
        member_number="",
        parts=parts,
        tenders=tuple(tender_of(said, at, paid_for) for said in act.tenders),
        identified={},
        origin=origin,
    )
    taken = enter(wish, at.desk, staff)
    at.print_due()
    counter.receipts.append(taken.receipt)
    if act.name:
        counter.named[act.name] = taken.receipt
    return {"ok": True, **({"as": act.name} if act.name else {}), "receipt": taken.receipt}


def _open(at: ReplayDesk) -> Batch:
    current = current_batch(at.desk)
    if current is None:
        raise Refused("No batch is open at this desk.")
    return current[0]


def _second(said: Approver, at: ReplayDesk) -> Staff:
    return countersign(said.user, said.passphrase, at.desk)
