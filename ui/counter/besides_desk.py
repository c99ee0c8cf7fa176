"""Does what the card for other things than money asks: slow ones on a thread, and says what became of them."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject

from cashier.domain.errors import CashierError, FieldRefused
from cashier.domain.funds import read_use_record, used_words
from cashier.domain.line import Line
from cashier.domain.refund import asked_words, read_refund_record
from cashier.domain.statement_copy import CopyForm
from cashier.usecases.arrange import Wish, agree_plan, extend, give_application, refer
from cashier.usecases.ask_refund import ask_refund
from cashier.usecases.statement_copy import NO_LINES, Copied, copy_statement
from cashier.usecases.use_fund import look_again, use_fund
from ui.counter.account_view import AccountView
from ui.counter.around import Around
from ui.counter.besides_card import BesidesCard
from ui.counter.besides_state import Besides, BesidesState
from ui.counter.form_page import FormPage
from ui.counter.serving import Serving
from ui.doors import Doors
from ui.work import sentence_of

LETTERS = "letters"  # The thread on which letters are made.
_DEAF_S = 0.5  # A key that bounces makes no second copy, and agrees to nothing twice.


class BesidesDesk(QObject):
    """``done`` is called when something was written that the ledger or the printer should hear of."""

    def __init__(
        self, view: AccountView, serving: Serving, doors: Doors, around: Around, *, done: Callable[[], None]
    ) -> None:
        super().__init__(view)
        self._view = view
        self._card: BesidesCard = view.besides
        self._serving = serving
        self._doors = doors
        self._around = around
        self._done = done
        self._state: BesidesState | None = None
        self._finished_s = -_DEAF_S
        card = self._card
        view.besides_asked.connect(self.open)
        card.page_asked.connect(self.open)
        card.moved.connect(self._move)
        card.copy.asked.connect(self._copy)
        card.extension.asked.connect(self._extend)
        card.plan.asked.connect(self._agree)
        card.credit.asked.connect(self._use)
        card.refund.asked.connect(self._ask_back)
        card.assistance.asked.connect(self._give_application)
        card.referral.asked.connect(self._refer)
        for form in (card.extension, card.plan, card.credit, card.refund, card.referral):
            form.typed.connect(self._typed)
            form.moved.connect(self._move)

    def open(self, page: Besides) -> None:
        """Show a page for the account that is open, the first statement that is to be paid in front."""
        account = self._serving.account
        if account is None:
            return
        before = self._state if self._card.isVisible() else None
        state = before or BesidesState(
            account=account, page=page, act_id=self._doors.desk.new_id(), place=self._first_chosen()
        )
        self._show(replace(state, account=account, page=page, act_id=self._doors.desk.new_id()))
        self._view.open_besides()
        self._card.begin()

    def following(self, show: Callable[[], None]) -> Callable[[], None]:
        """``show``, and then this card with what is known of the member by then; what was typed stays."""

        def follow() -> None:
            show()
            state, account = self._state, self._serving.account
            if state is None or account is None or not self._card.isVisible():
                return
            if state.account.account.member == account.account.member:
                self._show(replace(state, account=account))

        return follow

    def _first_chosen(self) -> int:
        payment, account = self._serving.payment, self._serving.account
        numbers = [statement.number for statement in account.statements] if account is not None else []
        chosen = payment.choices if payment is not None else {}
        return next((place for place, number in enumerate(numbers) if number in chosen), 0)

    def _move(self, by: int) -> None:
        if self._state is not None:
            # Another statement is another wish: under the same id it would be answered with the first one's.
            self._show(replace(self._state.moved(by), act_id=self._doors.desk.new_id()))
            self._card.say_nothing()

    def _typed(self, name: str, text: str) -> None:
        if self._state is not None:
            state = self._state.typed(name, text)
            if state.page in (
                Besides.CREDIT,
                Besides.REFUND,
            ):  # Another amount is another wish; what was seen keeps it from counting twice.
                state = replace(state, act_id=self._doors.desk.new_id())
            self._show(state)

    # --- copies ---

    def _copy(self, form: CopyForm) -> None:
        state = self._state
        if state is None or self._is_deaf:
            return
        try:
            asked = state.copy(form)
        except CashierError as trouble:
            self._card.say("bad", trouble.sentence)
            return
        self._card.set_busy(self.tr("The copy is being made."))
        doors = self._doors
        self._around.work.run(
            LETTERS,
            lambda: copy_statement(asked, doors.details, doors.letters, doors.desk, self._around.staff),
            done=partial(self._copied, state),
            failed=partial(self._not_done, state),
        )

    def _copied(self, state: BesidesState, copied: Copied) -> None:
        said = copied.said
        if not copied.has_lines and copied.line.facts["form"] != CopyForm.SLIP:
            said += " " + self.tr("Its lines are not at hand now; it shows the sums.")
        self._finish(state, said)

    # --- what is agreed to, and what is noted ---

    def _extend(self) -> None:
        doors, staff = self._doors, self._around.staff
        self._arrange(self._card.extension, lambda s: extend(self._wish(s), s.due, doors.desk, staff))

    def _agree(self) -> None:
        doors, staff = self._doors, self._around.staff

        def agree(state: BesidesState) -> Line:
            count, amount, first = state.number, state.each, state.first
            return agree_plan(self._wish(state), first, doors.desk, staff, count=count, amount=amount)

        self._arrange(self._card.plan, agree)

    def _use(self) -> None:
        doors, staff = self._doors, self._around.staff

        def use(state: BesidesState) -> Callable[[], str]:
            wish, identified = state.use, state.account.identified

            def act() -> str:
                line = use_fund(wish, identified, doors.desk, staff, doors.funds)
                look_again(wish, doors.elsewhere)
                return used_words(read_use_record(line))

            return act

        self._ask_ledger(self._card.credit, use)

    def _ask_back(self) -> None:
        doors, staff = self._doors, self._around.staff

        def ask(state: BesidesState) -> Callable[[], str]:
            wish = state.refund
            return lambda: asked_words(read_refund_record(ask_refund(wish, doors.desk, staff, doors.funds)))

        self._ask_ledger(self._card.refund, ask)

    def _ask_ledger(self, page: FormPage, read: Callable[[BesidesState], Callable[[], str]]) -> None:
        """The ledger moves it; until it has answered nothing is known. ``read`` may refuse, what it returns is slow."""
        state = self._state
        if state is None or self._is_deaf:
            return
        try:
            act = read(state)
        except CashierError as trouble:
            page.show_problem(trouble.field if isinstance(trouble, FieldRefused) else "", trouble.sentence)
            return
        page.clear_problem()
        self._card.set_busy(self.tr("The ledger is asked."))
        self._around.work.run(LETTERS, act, done=partial(self._finish, state), failed=partial(self._not_done, state))

    def _give_application(self) -> None:
        doors, staff = self._doors, self._around.staff
        self._arrange(self._card.assistance, lambda s: give_application(self._wish(s), doors.desk, staff))

    def _refer(self) -> None:
        doors, staff = self._doors, self._around.staff
        reason = self._card.referral.reason
        self._arrange(
            self._card.referral,
            lambda s: refer(self._wish(s), reason, s.texts.get("text", ""), doors.desk, staff),
        )

    def _wish(self, state: BesidesState) -> Wish:
        return state.wish(prints=not self._doors.letters.has_printer)

    def _arrange(self, page: FormPage, act: Callable[[BesidesState], Line]) -> None:
        """One commit; its paper comes by the receipt printer, or as a letter by the office printer."""
        state = self._state
        if state is None or self._is_deaf:
            return
        try:
            line = act(state)
        except CashierError as trouble:
            page.show_problem(trouble.field if isinstance(trouble, FieldRefused) else "", trouble.sentence)
            return
        page.clear_problem()
        if page is self._card.referral:
            self._finish(state, self.tr("It stands on the office's list as soon as the ledger has it."))
        elif not self._doors.letters.has_printer:
            self._finish(state, self.tr("Done. Its paper is on its way to the receipt printer."))
        else:
            self._done()  # It is agreed, whatever becomes of the sheet.
            self._card.set_busy(self.tr("The sheet is being made."))
            letters = self._doors.letters
            self._around.work.run(
                LETTERS,
                lambda: letters.hand_out(line, NO_LINES, on_paper=True),
                done=lambda said: self._finish(state, self.tr("Done.") + " " + said),
                failed=partial(self._not_done, state),
            )

    # --- what became of it ---

    @property
    def _is_deaf(self) -> bool:
        return self._around.seconds() - self._finished_s < _DEAF_S

    def _finish(self, state: BesidesState, said: str) -> None:
        self._finished_s = self._around.seconds()
        self._done()
        self._card.set_busy("")
        if self._is_still(state):
            self._card.say("ok", said)
            account = self._serving.account or state.account
            self._show(replace(state, account=account).cleared(self._doors.desk.new_id()))
            self._card.begin_again()

    def _not_done(self, state: BesidesState, fault: BaseException) -> None:
        """The same wish may be asked for again: under its id it is recorded once."""
        self._card.set_busy("")
        if self._is_still(state):
            self._card.say("bad", sentence_of(fault))

    def _is_still(self, state: BesidesState) -> bool:
        return self._state is not None and self._state.account.account.member == state.account.account.member

    def _show(self, state: BesidesState) -> None:
        self._state = state
        self._card.show_state(state)
