"""A card terminal over the network. Once a byte of a sale has left, silence is never taken for a no."""

import math
import re
import socket
import time
from collections.abc import Callable
from contextlib import closing
from typing import Any

from cashier.config_devices import TerminalSettings
from cashier.devices.terminal_wire import LINE_BYTES_MAX, Result, amount_text, line_of, read_amount, read_object
from cashier.domain.card import NOT_FOUND, AttemptState, CardOutcome
from cashier.domain.errors import DeviceTrouble
from cashier.domain.money import ZERO, Money
from cashier.domain.terminal_totals import TerminalTotal

READY = "Card terminal"
TOTALS_WITHIN_S = 5.0  # No card is waited for, and somebody stands before a counted drawer.

_ENDED = {
    Result.APPROVED: AttemptState.APPROVED,
    Result.PARTIAL: AttemptState.APPROVED,
    Result.DECLINED: AttemptState.DECLINED,
    Result.CANCELLED: AttemptState.CANCELLED,
}
# Which answers settle which question. A terminal that is too busy to say what became of a sale has settled nothing.
_DEFINITE = {
    "sale": _ENDED | {Result.BUSY: AttemptState.NOT_CHARGED},
    "status": _ENDED,
    "reverse": {Result.REVERSED: AttemptState.CANCELLED, Result.DECLINED: AttemptState.DECLINED},
}
_WITH_MONEY = frozenset({Result.APPROVED, Result.PARTIAL, Result.REVERSED})
_WORDS = {
    Result.PARTIAL: "approved for less than was asked",
    Result.DECLINED: "declined",
    Result.CANCELLED: "cancelled at the terminal",
    Result.BUSY: "the terminal is busy with something else",
    Result.REVERSED: "given back",
}
_OPEN = {Result.NOT_FOUND: NOT_FOUND, Result.IN_PROGRESS: "the card is still being processed"}
_NO_ANSWER = "the terminal did not answer"
_NOT_UNDERSTOOD = "the terminal's answer was not understood"
_OTHER_SALE = "the terminal answered about another sale"

_FOUR_DIGITS = re.compile(r"[0-9]{4}")
_CODE = re.compile(r"[A-Za-z0-9]{1,12}")
_BRAND = re.compile(r"[A-Za-z][A-Za-z .]{0,29}")


class _Silence(Exception):
    """A question left, and no answer that can be trusted came; the text says how."""


class TerminalClient:
    """`ports.CardTerminal`. ``monotonic`` gives seconds, never backwards.

    A sale that ends without a definite answer for its own service id is UNKNOWN. ``status`` answers UNKNOWN with the
    words `NOT_FOUND` where the terminal knows no such id: alone that proves nothing, since the sale may be on its way.
    """

    def __init__(self, settings: TerminalSettings, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._settings = settings
        self._monotonic = monotonic

    @property
    def name(self) -> str:
        return self._settings.name

    def sale(self, service_id: str, amount: Money, group: str = "") -> CardOutcome:
        return self._outcome({"do": "sale", "service": service_id, "amount": amount_text(amount), "group": group})

    def status(self, service_id: str) -> CardOutcome:
        return self._outcome({"do": "status", "service": service_id})

    def abort(self, service_id: str) -> None:
        try:
            self._ask({"do": "abort", "service": service_id})
        except _Silence as silence:
            raise DeviceTrouble("The card terminal did not confirm that it stops. Look at its screen.") from silence

    def reverse(self, service_id: str, amount: Money) -> CardOutcome:
        """CANCELLED where the money was given back, with ``authorized`` the amount; DECLINED where it was not."""
        return self._outcome({"do": "reverse", "service": service_id, "amount": amount_text(amount)})

    def totals(self, group: str) -> TerminalTotal:
        try:
            answer = self._ask({"do": "totals", "service": "", "group": group}, within_s=TOTALS_WITHIN_S)
            return _read_totals(answer, self.name, group)
        except _Silence as silence:
            raise DeviceTrouble("The card terminal did not say its total. Look at its screen.") from silence

    def diagnose(self) -> str:
        try:
            answer = self._ask({"do": "diagnose", "service": ""})
        except _Silence as silence:
            raise DeviceTrouble("The card terminal does not answer. Look at its screen.") from silence
        if answer.get("result") != Result.READY:
            raise DeviceTrouble("The card terminal is not ready. Look at its screen.")
        return READY

    def _outcome(self, question: dict[str, Any]) -> CardOutcome:
        try:
            return _read_outcome(question["do"], self._ask(question))
        except _Silence as silence:
            return CardOutcome(state=AttemptState.UNKNOWN, words=str(silence))

    def _ask(self, question: dict[str, Any], within_s: float = math.inf) -> dict[str, Any]:
        """The answer about the same service id. Raises DeviceTrouble if nothing was sent, _Silence after that."""
        address = (self._settings.host, self._settings.port)
        try:
            connection = socket.create_connection(address, timeout=self._settings.connect_timeout_s)
        except OSError as trouble:
            raise DeviceTrouble("The card terminal cannot be reached. Check its cable and that it is on.") from trouble
        with closing(connection):
            # From here on a byte may have left.
            try:
                connection.sendall(line_of(question))
                line = self._read_line(connection, min(within_s, self._settings.answer_timeout_s))
            except OSError as trouble:
                raise _Silence(_NO_ANSWER) from trouble
        try:
            answer = read_object(line)
        except (ValueError, RecursionError) as trouble:
            raise _Silence(_NOT_UNDERSTOOD) from trouble
        if answer.get("service") != question["service"]:
            raise _Silence(_OTHER_SALE)
        return answer

    def _read_line(self, connection: socket.socket, within_s: float) -> bytes:
        """One line within so long, however slowly it comes. Raises OSError, _Silence."""
        until = self._monotonic() + within_s
        line = bytearray()
        while not line.endswith(b"\n"):
            left_s = until - self._monotonic()
            if left_s <= 0:
                raise _Silence(_NO_ANSWER)
            connection.settimeout(left_s)
            piece = connection.recv(4096)
            if not piece:
                raise _Silence(_NO_ANSWER)
            line += piece
            if len(line) > LINE_BYTES_MAX:
                raise _Silence(_NOT_UNDERSTOOD)
        return bytes(line)


def _read_outcome(question: str, answer: dict[str, Any]) -> CardOutcome:
    """What an answer says happened. Raises _Silence if it settles nothing."""
    try:
        result = Result(answer["result"])
        authorized = read_amount(answer["authorized"]) if result in _WITH_MONEY else ZERO
    except (KeyError, ValueError) as trouble:
        raise _Silence(_NOT_UNDERSTOOD) from trouble
    state = _DEFINITE[question].get(result)
    if state is None or (result in _WITH_MONEY and authorized <= ZERO):
        raise _Silence(_OPEN.get(result, _NOT_UNDERSTOOD))
    return CardOutcome(
        state=state,
        authorized=authorized,
        brand=_only(_BRAND, answer.get("brand")),
        # The end of whatever the terminal masks: no more of a card's number may come any further than this.
        last_four=_only(_FOUR_DIGITS, str(answer.get("last_four", ""))[-4:]),
        approval_code=_only(_CODE, answer.get("approval")),
        words=_WORDS.get(result, ""),
    )


def _read_totals(answer: dict[str, Any], terminal: str, group: str) -> TerminalTotal:
    """What a group came to. Raises _Silence for an answer that is none, or about another group."""
    try:
        count, amount = answer["count"], read_amount(answer["amount"])
    except (KeyError, ValueError) as trouble:
        raise _Silence(_NOT_UNDERSTOOD) from trouble
    if answer.get("result") != Result.TOTALS or answer.get("group") != group or type(count) is not int or count < 0:
        raise _Silence(_NOT_UNDERSTOOD)
    return TerminalTotal(terminal=terminal, count=count, amount=amount)


def _only(shape: re.Pattern[str], said: object) -> str:
    """The text if it has the shape, else nothing."""
    return said if isinstance(said, str) and shape.fullmatch(said) else ""
