"""What the cash office does with safe, deposits and bank: one function an act, each with the names that it needs."""

from dataclasses import replace
from uuid import UUID

from cashier.domain.bags import check_bag
from cashier.domain.errors import FieldRefused, Refused
from cashier.domain.people import SIGNER, Right, Staff
from cashier.domain.safe import (
    BagCount,
    BagSeen,
    BagsNamed,
    Change,
    CountDone,
    CountPurpose,
    DepositCorrection,
    DepositDone,
    HandOver,
    Prepare,
    Review,
    Safe,
    SafeCount,
    TwoBags,
)
from cashier.domain.scan import safe_text
from cashier.domain.shift import counted
from cashier.usecases.ports.desk import Desk
from cashier.usecases.ports.safe import DepositPapers, SafeLedger
from cashier.usecases.shift import business_date
from cashier.usecases.sign_in import countersign

FOR_THE_BANK = "for the bank, with the deposit"


def look_at_safe(desk: Desk, staff: Staff, ledger: SafeLedger) -> Safe:
    """How safe, deposits and bank stand. Raises NotAllowed, LedgerAway."""
    staff.needs(Right.KEEP_SAFE, "see the safe")
    return ledger.look(staff, business_date(desk))


def look_at_bag(number: str, staff: Staff, ledger: SafeLedger) -> BagSeen:
    """What is in a bag or a deposit, and its history. Raises Refused, LedgerAway."""
    staff.needs(Right.KEEP_SAFE, "look into bags")
    said = safe_text(number, "The number")
    if not said:
        raise FieldRefused("Enter the number of the bag.", "number")
    return ledger.bag(staff, said)


def prepare_deposit(wish: Prepare, staff: Staff, ledger: SafeLedger) -> DepositDone:
    """Count bags for the bank. Raises Refused, LedgerAway: then the same wish again is the same deposit."""
    staff.needs(Right.KEEP_SAFE, "prepare deposits")
    counted(wish.count)
    if not wish.bags:
        raise Refused("There is no bag for this deposit in the safe. Take one in first.")
    return ledger.prepare(wish, staff)


def review_deposit(wish: Review, staff: Staff, ledger: SafeLedger) -> DepositDone:
    """Count them again, seal them. Raises Refused, LedgerAway."""
    staff.needs(Right.KEEP_SAFE, "review deposits")
    counted(wish.count)
    return ledger.review(replace(wish, seal=check_bag(wish.seal, "the sealed bag", frozenset())), staff)


def give_to_courier(wish: HandOver, staff: Staff, ledger: SafeLedger) -> DepositDone:
    """Hand a sealed bag over. Raises Refused, LedgerAway."""
    staff.needs(Right.KEEP_SAFE, "hand bags to the courier")
    courier = safe_text(wish.word, "The courier's name")
    if not courier:
        raise FieldRefused("Enter who takes the bag: the courier's name and company.", "word")
    return ledger.give(replace(wish, word=courier), staff)


def arrived_at_bank(wish: HandOver, staff: Staff, ledger: SafeLedger) -> DepositDone:
    """The bank has it. Raises Refused, LedgerAway."""
    staff.needs(Right.KEEP_SAFE, "say what arrived at the bank")
    receipt = safe_text(wish.word, "The bank's receipt")
    if not receipt:
        raise FieldRefused("Enter the number of the bank's receipt for the bag.", "word")
    return ledger.arrive(replace(wish, word=receipt), staff)


def correct_deposit(
    wish: DepositCorrection, signed: tuple[str, str], desk: Desk, staff: Staff, ledger: SafeLedger
) -> DepositDone:
    """Take the bank's figure over with a second person, who signs here. Slow. Raises Refused, LedgerAway."""
    staff.needs(Right.KEEP_SAFE, "take over the bank's figure")
    reason = safe_text(wish.reason, "The reason")
    if not reason:
        raise FieldRefused("Enter why the bank's figure differs, as its notice says.", "word")
    return ledger.correct(replace(wish, reason=reason), staff, second_person(signed, desk, staff))


def count_safe(wish: SafeCount, signed: tuple[str, str], desk: Desk, staff: Staff, ledger: SafeLedger) -> CountDone:
    """Count the safe with a second person, who signs here. Slow. Raises Refused, LedgerAway."""
    is_surprise = wish.purpose is CountPurpose.SURPRISE
    staff.needs(Right.KEEP_SAFE if is_surprise else Right.OPEN_CENTER, f"count the safe to {wish.purpose} the day")
    counted(wish.count)
    return ledger.count(wish, staff, second_person(signed, desk, staff))


def count_bag(wish: BagCount, signed: tuple[str, str], desk: Desk, staff: Staff, ledger: SafeLedger) -> CountDone:
    """Count a bag of the safe with a second person. Raises Refused, LedgerAway."""
    staff.needs(Right.KEEP_SAFE, "count bags")
    counted(wish.count)
    return ledger.recount(wish, staff, second_person(signed, desk, staff))


def name_bags(wish: TwoBags, signed: tuple[str, str], desk: Desk, staff: Staff, ledger: SafeLedger) -> BagsNamed:
    """Give bags with one number a name each, with a second person. Raises Refused, LedgerAway."""
    staff.needs(Right.KEEP_SAFE, "name bags")
    return ledger.name(wish, staff, second_person(signed, desk, staff))


def take_change(wish: Change, signed: tuple[str, str], desk: Desk, staff: Staff, ledger: SafeLedger) -> CountDone:
    """Take change from the bank into the safe, counted by two. Raises Refused, LedgerAway."""
    staff.needs(Right.KEEP_SAFE, "receive change from the bank")
    counted(wish.count)
    return ledger.change(wish, staff, second_person(signed, desk, staff))


def hand_out_deposit(deposit: UUID, staff: Staff, ledger: SafeLedger, papers: DepositPapers, *, as_table: bool) -> str:
    """The slip as PDF, or the image-less list as CSV; returns where it is. Raises LedgerAway, DeviceTrouble."""
    staff.needs(Right.KEEP_SAFE, "take out a deposit's slip")
    return papers.hand_out(ledger.slip(deposit, FOR_THE_BANK, staff), as_table=as_table)


def second_person(signed: tuple[str, str], desk: Desk, staff: Staff) -> Staff:
    """Who signs beside the first, never the same (R29). Raises Refused."""
    second = countersign(*signed, desk)
    if second.user == staff.user:
        raise Refused("Two people count it. Have a colleague sign.").at(SIGNER)
    return second
