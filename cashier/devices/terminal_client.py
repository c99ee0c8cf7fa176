"""A card terminal over the network. Once a byte of a sale has left, silence is never taken for a no."""

import secrets
import string
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from cashier.config_devices import TerminalSettings
from cashier.devices.nexo_answers import (
    NOT_UNDERSTOOD,
    OTHER_SALE,
    is_well,
    read_payment_response,
    read_reversal_response,
    read_totals_response,
    repeated,
)
from cashier.devices.nexo_messages import SERVICE_CHARS, Category, Parties, group_id, part, response_name
from cashier.devices.nexo_protection import REQUEST, RESPONSE, NotProtected, Protection
from cashier.devices.terminal_link import Silence, TerminalLink
from cashier.domain.card import AttemptState, CardOutcome
from cashier.domain.errors import DeviceTrouble
from cashier.domain.money import Money
from cashier.domain.poi import PoiTransaction
from cashier.domain.terminal_totals import TerminalTotal

READY = "Card terminal"
TOTALS_WITHIN_S = 5.0  # No card is waited for, and somebody stands before a counted drawer.

_LETTERS = string.digits + string.ascii_uppercase

Post = Callable[[bytes, float], bytes]


class TerminalClient:
    """`ports.CardTerminal`, as ``sale_id``: this desk's code. ``post`` sends a message and brings its answer.

    A sale that ends without a definite answer for its own service id is UNKNOWN. ``status`` answers UNKNOWN with the
    words `NOT_FOUND` where the terminal knows no such id: alone that proves nothing, since the sale may be on its way.
    """

    def __init__(self, settings: TerminalSettings, sale_id: str, post: Post | None = None) -> None:
        self._settings = settings
        self._say = Parties(sale_id=sale_id, poi_id=settings.poi)
        self._post = post or TerminalLink(settings).post

    @property
    def name(self) -> str:
        return self._settings.name

    def sale(self, service_id: str, amount: Money, group: str = "") -> CardOutcome:
        question = self._say.payment(service_id, amount, group, datetime.now(UTC))
        return self._outcome(lambda: self._read_sale(service_id, self._ask(question)))

    def status(self, service_id: str) -> CardOutcome:
        return self._outcome(lambda: self._read_sale(service_id, self._what_became_of(Category.PAYMENT, service_id)))

    def abort(self, service_id: str) -> None:
        try:
            self._send(self._say.abort(_new_id(), service_id), self._settings.answer_timeout_s)
        except Silence as silence:
            raise DeviceTrouble("The card terminal did not confirm that it stops. Look at its screen.") from silence

    def reverse(self, service_id: str, original: PoiTransaction, amount: Money, group: str = "") -> CardOutcome:
        named = {"TransactionID": original.number, "TimeStamp": original.at}
        question = self._say.reversal(service_id, named, amount, group, datetime.now(UTC))
        return self._outcome(lambda: read_reversal_response(self._ask(question), amount))

    def reversal_status(self, service_id: str, amount: Money) -> CardOutcome:
        return self._outcome(
            lambda: read_reversal_response(self._what_became_of(Category.REVERSAL, service_id), amount)
        )

    def refund(self, service_id: str, amount: Money, group: str = "") -> CardOutcome:
        question = self._say.payment(service_id, amount, group, datetime.now(UTC), is_refund=True)
        return self._outcome(lambda: self._read_refund(service_id, self._ask(question)))

    def refund_status(self, service_id: str) -> CardOutcome:
        return self._outcome(lambda: self._read_refund(service_id, self._what_became_of(Category.PAYMENT, service_id)))

    def totals(self, group: str) -> TerminalTotal:
        try:
            answer = self._ask(self._say.totals(_new_id(), group), within_s=TOTALS_WITHIN_S)
            return read_totals_response(answer, self.name, group_id(group))
        except Silence as silence:
            raise DeviceTrouble("The card terminal did not say its total. Look at its screen.") from silence

    def diagnose(self) -> str:
        try:
            answer = self._ask(self._say.diagnosis(_new_id()))
        except Silence as silence:
            raise DeviceTrouble("The card terminal does not answer. Look at its screen.") from silence
        if not is_well(answer):
            raise DeviceTrouble("The card terminal is not ready. Look at its screen.")
        return READY

    def _read_sale(self, service_id: str, answer: dict[str, Any]) -> CardOutcome:
        return read_payment_response(answer, self._say.transaction(service_id))

    def _read_refund(self, service_id: str, answer: dict[str, Any]) -> CardOutcome:
        return read_payment_response(answer, self._say.transaction(service_id), is_refund=True)

    def _what_became_of(self, of: Category, service_id: str) -> dict[str, Any]:
        """The own answer of a sale or reversal, repeated. Raises DeviceTrouble, Silence."""
        answer = self._ask(self._say.status(_new_id(), of, service_id))
        return repeated(answer, self._say.header(of, service_id, "Response"), of)

    def _outcome(self, ask: Callable[[], CardOutcome]) -> CardOutcome:
        try:
            return ask()
        except Silence as silence:
            return CardOutcome(state=AttemptState.UNKNOWN, words=str(silence))

    def _ask(self, question: dict[str, Any], within_s: float | None = None) -> dict[str, Any]:
        """The answer to this very question. Raises DeviceTrouble if nothing was sent, Silence after that."""
        longest_s = self._settings.answer_timeout_s
        sealed = self._send(question, longest_s if within_s is None else min(within_s, longest_s))
        asked = question["MessageHeader"]
        try:
            answer = self._protection.open(RESPONSE, sealed)
            if answer["MessageHeader"] != asked | {"MessageType": "Response"}:
                raise Silence(OTHER_SALE)
            return part(answer, response_name(Category(asked["MessageCategory"])))
        except (NotProtected, KeyError, ValueError) as trouble:
            raise Silence(NOT_UNDERSTOOD) from trouble

    def _send(self, question: dict[str, Any], within_s: float) -> bytes:
        return self._post(self._protection.seal(REQUEST, question), within_s)

    @cached_property
    def _protection(self) -> Protection:
        settings = self._settings
        return Protection(settings.key_passphrase, settings.key_identifier, settings.key_version)


def _new_id() -> str:
    """The service id of a question that charges nothing: by chance, and unlike any sale's, which begin with a digit."""
    return "Q" + "".join(secrets.choice(_LETTERS) for _ in range(SERVICE_CHARS - 1))
