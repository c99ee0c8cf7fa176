"""A desk and its card terminal in a state machine: both live and die, and their two books are held against each other.

The machine drives the real lane, the real client and the simulated terminal's real answers, encrypted and signed; only
the wire between them is a call. Processes die before and after each commit, each send and each receive; the terminal's
power goes before and after it has kept what it charged, or between two acts; both may go at once.
"""

from collections import Counter as Tally
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from cashier.config_devices import TerminalSettings
from cashier.devices.nexo_protection import Protection
from cashier.devices.orders import line_of, read_object
from cashier.devices.simulated_sales import HungUp, Terminal
from cashier.devices.terminal_client import TerminalClient
from cashier.devices.terminal_link import Silence
from cashier.domain.card_hold import HoldCard, hold_act
from cashier.domain.card_report import Found, SettleCard, settle_act
from cashier.domain.correction import Why
from cashier.domain.errors import DeviceTrouble, Refused
from cashier.domain.line import LineKind
from cashier.domain.money import Money, parse_amount
from cashier.domain.payment_facts import read_payment
from cashier.domain.people import Approval
from cashier.domain.void import Void, void_act
from cashier.usecases.card_lane import NOT_FOUND_AFTER, CardLane
from cashier.usecases.card_payment import ask_card
from cashier.usecases.reverse_card import ask_reversal
from cashier.usecases.settle_card import hold_by_two, settle_by_two, unknown_cards
from cashier.usecases.start_day import recover
from cashier.usecases.take_payment import take_payment
from tests.fakes.builders import HELEN, OAK3, ROSA, TERMINAL, a_desk, a_statement, a_wish, cash, pays
from tests.fakes.memory_store import MemoryDesk, Tables

POI = "V400m-324688179"
KEY = Protection("shared words", "counterfoil", 1)
SETTINGS = TerminalSettings(
    name=TERMINAL, poi=POI, key_passphrase="shared words", key_identifier="counterfoil", authority="none.pem"
)
BILLS = tuple(f"S-{number}" for number in range(1, 4))
ORDERS: tuple[dict[str, Any], ...] = (
    *({"do": name} for name in ("approve", "decline", "cancel", "busy", "silent", "rebooting", "silent_after_approve")),
    *({"do": name} for name in ("wrong_service", "other_header", "duplicate", "garbled", "bad_signature")),
    {"do": "partial", "cents": 700},
    {"do": "other_amount", "cents": 900},
    {"do": "offline"},
    {"do": "in_progress", "times": 3},
    {"do": "not_found", "times": 1},
)
DIFFER = "the terminal's own book and the card tenders differ"
POWER = ("power before it is kept", "power after it is kept")
MOMENTS = ("before commit", "after commit", "before send", "after send", "after receive")


class Died(BaseException):
    """The process is gone; nobody catches this."""


class Mortal(MemoryDesk):
    """A store in a process that dies at a named moment, when it comes for the ``left``th time."""

    moment, left = "", 0

    def keep(self, tables: Tables) -> None:
        self.passes("before commit")
        super().keep(tables)
        self.passes("after commit")

    def passes(self, moment: str) -> None:
        if moment == self.moment:
            self.left -= 1
            if self.left <= 0:
                self.moment = ""
                raise Died


class PowerGone(BaseException):
    """The terminal is off; what it had not kept never was."""


class Plugged(Terminal):
    """A terminal whose power goes at a named moment."""

    power = ""

    def _keep(self) -> None:
        self._passes(POWER[0])
        super()._keep()
        self._passes(POWER[1])

    def _passes(self, moment: str) -> None:
        if moment == self.power:
            raise PowerGone


class Cards(RuleBasedStateMachine):
    """One desk and its terminal. Either lives on what it wrote down when the other dies, and when it does itself."""

    orders: ClassVar[tuple[dict[str, Any], ...]] = ORDERS
    memory: ClassVar[Path]  # The terminal's, one history's after the other's.

    @initialize()
    def opens(self) -> None:
        self.memory.unlink(missing_ok=True)
        self.terminal = Plugged(POI, KEY, self.memory)
        self.seconds = self.payments = 0
        self.store = Mortal()
        vars(self.store).update(vars(a_desk(*(a_statement(bill, 100_000) for bill in BILLS)).store))
        self._starts()

    @rule(which=st.integers(0, 1000))
    def behaves(self, which: int) -> None:
        self.terminal.obey(line_of(self.orders[which % len(self.orders)]))

    @rule(seconds=st.sampled_from((5, 60, 130)))
    def waits(self, seconds: int) -> None:
        self.seconds += seconds
        self.at.clock.forward(seconds)

    @rule(
        bill=st.sampled_from(BILLS),
        cents=st.integers(500, 3000),
        moment=st.sampled_from(("", *MOMENTS, *POWER)),
        left=st.integers(1, 3),
    )
    def asks(self, bill: str, cents: int, moment: str, left: int) -> None:
        """A cashier asks for card money, and the terminal is asked; mostly something dies meanwhile."""
        self._arms(moment, left)
        self.payments += 1
        wish = replace(a_wish(pays(bill, cents)), payment_id=UUID(int=self.payments), tenders=())
        with suppress(Refused):
            self._lives(lambda: ask_card(wish, Money(cents), TERMINAL, self.at.desk, ROSA))
            self._lives(self.lane.step)

    @rule(bill=st.sampled_from(BILLS))
    def pays_cash(self, bill: str) -> None:
        """Refused for a balance whose card result is not known."""
        self.payments += 1
        with self.store.open_reading() as work:
            waits = any(bill in code for attempt in work.attempts.unsettled() for code in attempt.targets)
        wish = replace(a_wish(pays(bill, 100), tenders=(cash(100),)), payment_id=UUID(int=self.payments))
        try:
            self._lives(lambda: take_payment(wish, self.at.desk, ROSA))
        except Refused:
            assert waits
        else:
            assert not waits or self.store.moment == ""

    @rule(times=st.integers(1, 3))
    def asks_again(self, times: int) -> None:
        for _ in range(times):
            self._lives(self.lane.step)

    @rule(moment=st.sampled_from((*MOMENTS, *POWER)), left=st.integers(1, 2))
    def will_die(self, moment: str, left: int) -> None:
        self._arms(moment, left)

    def _arms(self, moment: str, left: int) -> None:
        if moment in POWER:
            self.terminal.power = moment
        elif moment:
            self.store.moment, self.store.left = moment, left

    @rule()
    def dies(self) -> None:
        self._starts()

    @rule(both=st.booleans())
    def power_goes_and_comes(self, both: bool) -> None:
        self._plugs_in()
        if both:
            self._starts()

    def _plugs_in(self) -> None:
        """Another terminal with the same memory, in the same mood."""
        mood = self.terminal.mode
        self.terminal = Plugged(POI, KEY, self.memory)
        self.terminal._mode = mood

    @invariant()
    def nothing_is_booked_that_was_not_charged(self) -> None:
        if hasattr(self, "store"):
            assert self._booked() <= self._charged(), DIFFER
            assert self._voided() <= self._reversed(), DIFFER

    def teardown(self) -> None:
        """In the end the terminal is well, and asked until it has said everything."""
        if not hasattr(self, "store"):
            return
        self.store.moment = self.terminal.power = ""
        self.terminal.obey(b'{"do": "ok"}')
        for _ in range(6):
            self.at.clock.forward(NOT_FOUND_AFTER.total_seconds())
            self.lane.step()
        with self.store.open_reading() as work:
            assert work.attempts.unsettled() == ()
        assert self._booked() == self._charged(), DIFFER
        assert self._voided() == self._reversed(), DIFFER

    def _starts(self) -> None:
        """A process begins: it owns up to what the last one left behind."""
        self.store.moment = ""
        self.at = a_desk(store=self.store)
        self.at.clock.forward(self.seconds)
        recover(self.at.desk)
        client = TerminalClient(SETTINGS, OAK3.desk, self._post)
        self.lane = CardLane(
            self.at.desk, client, ask_again_s=1.0, heard=lambda _: None, words=lambda _words, _is_well: None
        )

    def _lives(self, act: Callable[[], object]) -> None:
        try:
            act()
        except Died:
            self._starts()

    def _post(self, message: bytes, _within_s: float) -> bytes:
        self.store.passes("before send")
        if self.terminal.mode.name == "rebooting":
            raise DeviceTrouble("The card terminal cannot be reached. Check its cable and that it is on.")
        try:
            reply = self.terminal.answer(message)
        except HungUp:
            reply = None
        except PowerGone:
            self._plugs_in()
            reply = None
        self.store.passes("after send")
        if reply is None:
            raise Silence("the terminal did not answer")
        self.store.passes("after receive")
        return reply

    def _charged(self) -> Tally[tuple[str, str]]:
        return Tally((charge["approval"], charge["authorized"]) for charge in self._book())

    def _reversed(self) -> Tally[tuple[str, str]]:
        return Tally((charge["approval"], charge["reversed"]) for charge in self._book() if "reversed" in charge)

    def _book(self) -> list[dict[str, str]]:
        book: list[dict[str, str]] = read_object(self.terminal.obey(b'{"do": "book"}'))["book"]
        return book

    def _booked(self) -> Tally[tuple[str, str]]:
        return Tally((tender["approval_code"], _dollars(tender)) for tender in self._cards(LineKind.PAYMENT))

    def _voided(self) -> Tally[tuple[str, str]]:
        codes = {tender["attempt"]: tender["approval_code"] for tender in self._cards(LineKind.PAYMENT)}
        return Tally((codes[tender["attempt"]], _dollars(tender)) for tender in self._cards(LineKind.VOIDED))

    def _cards(self, kind: LineKind) -> list[dict[str, Any]]:
        tenders = [tender for line in self.store.lines() if line.kind is kind for tender in line.facts["tenders"]]
        return [tender for tender in tenders if tender["kind"] == "card"]


def _dollars(tender: dict[str, Any]) -> str:
    return f"{tender['cents'] // 100}.{tender['cents'] % 100:02d}"


class ThereAndBack(Cards):
    """With payments that are voided."""

    voids = 0

    @rule(which=st.integers(0, 1000), more=st.booleans())
    def gives_back(self, which: int, more: bool) -> None:
        """A payment by card is to be void, and the terminal is asked to give its money back; ``more``: asked twice."""
        paid = [line for line in self.store.lines() if line.kind is LineKind.PAYMENT and "attempt" in str(line.facts)]
        if not paid:
            return
        facts = read_payment(paid[which % len(paid)])
        signed = self._signed(void_act(facts.receipt), facts.paid)
        self.voids += 1
        wish = Void(
            line_id=UUID(int=1_000_000 + self.voids),
            receipt=facts.receipt,
            why=Why(reason="paid_twice"),
            receipt_back=facts.receipt,
            approval=signed,
        )
        with suppress(Refused):
            for _ in range(1 + more):
                self._lives(lambda: ask_reversal(wish, TERMINAL, self.at.desk, ROSA))
            self._lives(self.lane.step)

    @rule()
    def two_settle(self) -> None:
        """What nobody knows is looked up in the terminal's own book, once it is theirs to settle."""
        self.waits(130)
        for attempt in unknown_cards(self.at.desk):
            back, book = attempt.gives_back, self._book()
            name, number = ("transaction", back.original.number) if back else ("service", attempt.service_id)
            named = [charge for charge in book if charge[name] == number]
            listed = [charge for charge in named if not back or "reversed" in charge]
            found = Found.LISTED if listed else Found.NOT_LISTED
            wish = SettleCard(
                line_id=self.at.desk.new_id(),
                attempt_id=attempt.attempt_id,
                found=found,
                reference="114",
                charged=parse_amount(listed[0]["authorized"], "it") if listed else Money(0),
                code=listed[0]["approval"] if listed else "",
                approval=self._signed(settle_act(attempt, found), attempt.amount),
            )
            with suppress(Refused):
                self._lives(partial(settle_by_two, wish, self.at.desk, ROSA))

    @rule()
    def two_hold(self) -> None:
        """What no report says is put on hold: it stays what it is, and what the terminal says later is booked."""
        self.waits(130)
        for attempt in unknown_cards(self.at.desk):
            approval = self._signed(hold_act(attempt), attempt.amount)
            wish = HoldCard(line_id=self.at.desk.new_id(), attempt_id=attempt.attempt_id, why="x", approval=approval)
            with suppress(Refused):
                self._lives(partial(hold_by_two, wish, self.at.desk, ROSA))

    def _signed(self, act: str, amount: Money) -> Approval:
        now = self.at.clock()
        return Approval(approver=HELEN.user, approver_name=HELEN.name, act=act, amount=amount, given_at=now)

    @rule(which=st.integers(0, 1000), order=st.integers(0, 1000))
    def pays_and_has_it_back(self, which: int, order: int) -> None:
        """What is given back is mostly what was paid a moment ago, at a terminal that has not always the same mood."""
        self.terminal.obey(b'{"do": "approve"}')
        self.asks(BILLS[which % len(BILLS)], 500 + which, "", 1)
        self.behaves(order)
        self.gives_back(-1, more=bool(which % 2))


class Repeats(Cards):
    """With a terminal that mostly repeats what it said of the sale before; nothing dies."""

    orders = ({"do": "approve"}, {"do": "duplicate"}, {"do": "duplicate"})

    def _arms(self, moment: str, left: int) -> None:
        pass


class OftenSilent(ThereAndBack):
    """With a terminal that does what it is asked, or hears nothing."""

    orders = ({"do": "approve"}, {"do": "silent"})
