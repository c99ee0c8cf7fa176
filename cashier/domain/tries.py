"""Wishes to take more out of a drawer than should be there: each is kept, so that trying tells nobody how much."""

from collections.abc import Mapping

from cashier.domain.count import without_zeros
from cashier.domain.errors import FieldRefused, Refused
from cashier.domain.line import Facts, Line, LineKind
from cashier.domain.money import Money
from cashier.domain.people import Approval, Right, check_approval
from cashier.domain.shift import Shift

WITNESS = "the witness"  # The field that a refusal may be about.
WITNESS_RIGHT = Right.SEE_OFFICE
"""Who looks on where cash leaves a drawer: a lead or the cash office. Two cashiers can't sign it away."""


class MoreThanThere(Refused):
    """More was to leave a drawer than should be there (R2). ``facts`` are what the line of it keeps."""

    def __init__(self, sentence: str, facts: Facts) -> None:
        super().__init__(sentence)
        self.facts = facts


def more_than_there(
    sentence: str, *, act: str, wish: object, amount: Money, count: Mapping[str, int], witness: Approval | None
) -> MoreThanThere:
    """The refusal of ``act``; ``wish`` is the id of the line that it would have been."""
    who = {"witness": witness.approver, "witness_name": witness.approver_name} if witness is not None else {}
    facts = {"transfer": str(wish), "attempt": 0, "for": act, "count": without_zeros(count), "cents": amount.cents}
    return MoreThanThere(sentence, facts | who)


def was_tried(line: Line, shift: Shift) -> bool:
    """Whether a line keeps such a wish of this shift."""
    return line.kind is LineKind.TRANSFER_COUNTED and line.shift_id == shift.shift_id and line.facts["attempt"] == 0


def check_witness(witness: Approval | None, *, requester: str, act: str, amount: Money, words: str) -> Approval:
    """The one who looked on. Raises FieldRefused where nobody signed, and as `check_approval` does."""
    if witness is None:
        raise FieldRefused(f"{words} needs a witness. Have a lead or somebody of the cash office sign.", WITNESS)
    check_approval(witness, requester=requester, act=act, amount=amount, words=words)
    return witness
