"""What the cash office's form asks for each act, without Qt."""

from collections.abc import Sequence
from dataclasses import replace

from cashier.domain.accounts import BookLine
from cashier.domain.over_short import over_short_words
from cashier.domain.safe import BagCheck, BagSeen, CountPurpose, DepositAtHand, DepositDone, Safe
from ui.office.safe_state import FormPlan, NextStep, TickItem, check_items, ready_bags

BAG = "bag"
CHANGE = "change"
NAME = "name"
_CHECKS = "Checks, each in the hand"
_TWO = "Two people count; what should be there is not shown."


def to_prepare(safe: Safe, line: BookLine) -> FormPlan:
    """All bags of a book that are ready, together."""
    book, bags = ready_bags(safe, line)
    return FormPlan(
        step=NextStep.PREPARE,
        title=f"Prepare a deposit, {line.value}",
        told=f"Open {_bags(bags)}. Count all cash together, and tick off each check. A colleague counts it again.",
        button="Prepare",
        choice="final",
        book=book,
        bags=bags,
        line=line,
    )


def to_review(deposit: DepositAtHand) -> FormPlan:
    """Another person counts it and seals it."""
    return FormPlan(
        step=NextStep.REVIEW,
        title=f"Review deposit {deposit.number}",
        told=f"{deposit.prepared_by} prepared it. Count it all again, then seal it in a bag with a number of its own.",
        button="Seal",
        word="Number of the sealed bag",
        scans=True,
        deposit=deposit.deposit,
        line=deposit.book.line,
    )


def to_give(number: str) -> FormPlan:
    """To the courier."""
    return FormPlan(
        step=NextStep.GIVE,
        title=f"Hand bag {number} to the courier",
        told="The courier shows a badge and signs for the bag.",
        button="Hand over",
        counts=False,
        word="Courier's name and company",
        number=number,
    )


def to_arrive(number: str) -> FormPlan:
    """At the bank."""
    return FormPlan(
        step=NextStep.ARRIVE,
        title=f"Bag {number} is at the bank",
        told="The bank gave a receipt for the bag.",
        button="It is there",
        counts=False,
        word="Number of the bank's receipt",
        scans=True,
        number=number,
    )


def to_correct(one: DepositAtHand) -> FormPlan:
    """The bank counted otherwise."""
    assert one.credited is not None
    amount, number = one.cash + one.checks + one.corrected, one.seal or str(one.number)
    return FormPlan(
        step=NextStep.CORRECT,
        title=f"Take over the bank's figure for bag {number}",
        told=f"The bank credited {one.credited}, and the books have {amount} there: "
        f"{over_short_words(one.credited - amount)}, which goes to the center's own over and short. Another lead signs "
        "than who counted the deposit.",
        button="Take over",
        counts=False,
        word="Why it differs, as the bank's notice says",
        signs=True,
        number=number,
        credited=one.credited,
    )


def to_count(safe: Safe, purpose: CountPurpose) -> FormPlan:
    """The safe: its loose cash, and which bags are in it."""
    titles = {
        CountPurpose.OPEN: "Open the center's day",
        CountPurpose.CLOSE: "Close the center's day",
        CountPurpose.SURPRISE: "Surprise count of the safe",
    }
    bags = tuple(
        TickItem(bag.number, bag.number, f"Bag {bag.number}", bag=bag.number) for bag in safe.bags if bag.accepted_by
    )
    return FormPlan(
        step=purpose.value,
        title=titles[purpose],
        told=f"Count the loose cash and the floats, and tick off each bag that is there. {_TWO}",
        button="Keep the count",
        ticks=bags,
        tick_words="Bags in the safe",
        signs=True,
        must_tick=False,
    )


def to_open(seen: BagSeen) -> FormPlan:
    """A bag that two people open: to count it, or to tell it from another one with its number."""
    return to_name(seen) if seen.next_step == "name" else to_count_bag(seen)


def to_count_bag(seen: BagSeen) -> FormPlan:
    """A bag that two people open; a check that is not ticked is missing."""
    return FormPlan(
        step=BAG,
        title=f"Count bag {seen.number}",
        told=f"A check that is not ticked is missing. {_TWO}",
        button="Keep the count",
        ticks=check_items(seen.items),
        tick_words=_CHECKS,
        signs=True,
        must_tick=False,
        number=seen.number,
    )


def to_name(seen: BagSeen) -> FormPlan:
    """Two bags have one number."""
    filled = " ".join(f"{step.what} by {step.who}." for step in seen.steps)
    return FormPlan(
        step=NAME,
        title=f"Two bags {seen.number}",
        told=f"{filled} Open both with their cashiers. Each gets its number with its desk's name behind; one that is "
        "in the safe keeps its number. Two people sign.",
        button="Name each bag",
        counts=False,
        signs=True,
        number=seen.number,
    )


def to_change() -> FormPlan:
    """Change that the bank sent."""
    return FormPlan(
        step=CHANGE,
        title="Change from the bank",
        told="Count what came. Two people sign.",
        button="Take into the safe",
        word="Ordered from the bank",
        is_amount=True,
        signs=True,
    )


def with_items(plan: FormPlan, items: Sequence[BagCheck]) -> FormPlan:
    """The plan with the checks of its bags to tick off."""
    return replace(plan, ticks=check_items(tuple(items)), tick_words=_CHECKS)


def done_words(plan: FormPlan, done: DepositDone) -> str:
    """What was done, for who did it."""
    match plan.step:
        case NextStep.PREPARE:
            return f"Deposit {done.number} of {done.amount} is prepared. A colleague reviews it."
        case NextStep.REVIEW:
            return f"Deposit {done.number} of {done.amount} is sealed in bag {done.seal}."
        case NextStep.GIVE:
            return f"Bag {done.seal or done.number} is with the courier."
        case NextStep.CORRECT:
            return f"The books have bag {done.seal or done.number} as the bank has it."
        case _:
            return f"Bag {done.seal or done.number} is at the bank."


def _bags(numbers: tuple[str, ...]) -> str:
    return f"bag {numbers[0]}" if len(numbers) == 1 else f"the {len(numbers)} bags {', '.join(numbers)}"
