"""What a cashier can do for a member besides taking money, as its card says it: for which statement, and what."""

from dataclasses import dataclass, field, replace
from enum import Enum
from uuid import UUID

from cashier.domain.errors import Refused
from cashier.domain.statement_copy import CopyForm
from cashier.domain.statements import Statement
from cashier.domain.times import short_day_words
from cashier.usecases.statement_copy import CopyAsked
from ui.counter.account_state import AccountState


class Besides(Enum):
    """The card's pages."""

    COPY = "copy"


@dataclass(frozen=True, slots=True, kw_only=True)
class BesidesState:
    """One page of the card. ``place`` is the statement's among those shown; ``act_id`` is the wish's, and new with it.

    ``texts`` is what was typed, by field; it stays when a page or a statement is changed.
    """

    account: AccountState
    page: Besides
    act_id: UUID
    place: int = 0
    texts: dict[str, str] = field(default_factory=dict)

    @property
    def statements(self) -> tuple[Statement, ...]:
        return self.account.statements

    @property
    def statement(self) -> Statement | None:
        """The one that it is about; None where the member has none."""
        return self.statements[self.place] if self.place < len(self.statements) else None

    @property
    def which(self) -> str:
        """``S-48211904 · Office visit · due Nov 27 · $60.00``."""
        statement = self.statement
        if statement is None:
            return "No statement is shown on this account"
        parts = (statement.number, statement.title, f"due {short_day_words(statement.due_date)}", str(statement.open))
        return " · ".join(parts)

    @property
    def count(self) -> str:
        """``1 of 4 · ↓ next``; empty where there is no choice."""
        return f"{self.place + 1} of {len(self.statements)} · ↓ next" if len(self.statements) > 1 else ""

    def moved(self, by: int) -> "BesidesState":
        """Another statement, round and round."""
        count = len(self.statements)
        return replace(self, place=(self.place + by) % count) if count else self

    def on_page(self, page: Besides) -> "BesidesState":
        return replace(self, page=page)

    def typed(self, name: str, text: str) -> "BesidesState":
        return replace(self, texts={**self.texts, name: text})

    def copy(self, form: CopyForm) -> CopyAsked:
        """The copy that is wanted. Raises Refused without a statement."""
        return CopyAsked(
            copy_id=self.act_id,
            statement_number=self.chosen.number,
            form=form,
            opened=self.account.account.member.number,
            identified=self.account.identified,
        )

    @property
    def chosen(self) -> Statement:
        """The statement. Raises Refused without one."""
        if self.statement is None:
            raise Refused("No statement is shown on this account. Open the account of the member whose bill it is.")
        return self.statement
