"""What is handed over as a form of the Mail page says it, from its kind to the tender that is taken. No Qt."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from cashier.domain.errors import FieldRefused
from cashier.domain.micr import CheckLine
from cashier.domain.people import Approval
from cashier.domain.scan import without_cards
from cashier.domain.tender_terms import TenderTable
from cashier.domain.tenders import Tender, TenderKind
from cashier.usecases.look_at_tender import LeadWanted, like_before, look_at
from cashier.usecases.ports.desk import Desk
from ui.tender.tender_state import FIELDS, TICKED, Draft, Field, NotYet, Problem, Seal


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperState:
    """``lead_wanted``: what was typed is a check that a lead has to agree to. ``agreed``: the one that a lead agreed
    to, which is taken as soon as nothing else stands against it.
    """

    draft: Draft
    problem: Problem | None = None
    lead_wanted: LeadWanted | None = None
    agreed: Tender | None = None

    @staticmethod
    def empty(kind: TenderKind, table: TenderTable) -> "PaperState":
        return PaperState(draft=Draft(kind=kind, table=table))

    @property
    def is_asked(self) -> bool:
        """Whether the next Enter answers a question."""
        return self.problem is not None and self.problem.is_question

    def of_kind(self, kind: TenderKind) -> "PaperState":
        """It is of another kind; what was typed stays where both have it. A bank's order stays a bank's."""
        if kind is TenderKind.MONEY_ORDER and self.draft.text(Field.BY_BANK) == TICKED:
            kind = TenderKind.CASHIERS_CHECK
        return self if kind is self.draft.kind else PaperState(draft=replace(self.draft, kind=kind))

    def typed(self, into: Field, text: str, banks: Mapping[str, str]) -> "PaperState":
        """A field's new text; the same again changes nothing. A bank card's number is forgotten and said."""
        if self.draft.text(into) == text:
            return self
        try:
            draft, problem = self.draft.typed(into, text), None
        except NotYet as trouble:
            draft, problem = self.draft.typed(into, without_cards(text)), trouble.problem
        return PaperState(draft=draft.with_bank(banks) if into is Field.ROUTING else draft, problem=problem)

    def reading(self, line: CheckLine, banks: Mapping[str, str]) -> "PaperState":
        """A check went through the reader."""
        filled = self.draft.reading(line)
        return PaperState(draft=filled.draft.with_bank(banks), problem=filled.problem)

    def accept(self, seal: Seal) -> Tender:
        """The tender that was typed, with a lead's word where one was given for it. Raises NotYet."""
        tender = self.draft.accept(None, seal)
        is_agreed = self.agreed is not None and replace(self.agreed, agreed=None) == tender
        return self.agreed if is_agreed and self.agreed is not None else tender

    def refused(self, problem: Problem) -> "PaperState":
        """What is wrong, or asked once. All that was typed stays."""
        return replace(self, draft=replace(self.draft, said_yes=problem.is_question), problem=problem, lead_wanted=None)

    def wanting(self, lead: LeadWanted | None) -> "PaperState":
        """What was typed waits for a lead's word; or not any more."""
        return replace(self, lead_wanted=lead, problem=None)

    def agreeing(self, approval: Approval) -> "PaperState":
        """The lead agreed."""
        if self.lead_wanted is None:
            return self
        return replace(self, agreed=replace(self.lead_wanted.tender, agreed=approval), lead_wanted=None)

    def has(self, field: str) -> bool:
        """Whether what the rules call ``field`` is one of this paper's, besides the amount."""
        return any(at.value == field for at in FIELDS[self.draft.kind] if at is not Field.AMOUNT)


def looked_at(state: PaperState, tender: Tender, desk: Desk, members: tuple[str, ...], payor: str) -> PaperState:
    """The state with what stands against the tender; the same one where nothing does (`look_at`, `like_before`).

    ``members``: the numbers of those whom it pays for; ``payor``: whose it is where that is somebody else.
    """
    if tender.agreed is None:
        try:
            lead = look_at(tender, (), desk, members)
        except FieldRefused as refused:
            return state.refused(Problem(field=Field(refused.field), sentence=refused.sentence))
        if lead is not None:
            return state.wanting(lead)
    alike = "" if state.draft.is_another else like_before(tender, desk, next(iter(members), ""), payor)
    if not alike:
        return state
    asked = Problem(field=Field.NUMBER, sentence=alike, is_question=True)
    return replace(state, draft=replace(state.draft, is_another=True), problem=asked)
