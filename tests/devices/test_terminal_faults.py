"""What the desk makes of a terminal that misbehaves: a definite answer about its own sale, or unknown."""

import json
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from cashier.config_devices import TerminalSettings
from cashier.devices.nexo_json import number
from cashier.devices.nexo_protection import RESPONSE, Protection
from cashier.devices.simulated_sales import HungUp, Terminal
from cashier.devices.terminal_client import TerminalClient
from cashier.devices.terminal_link import REPLY_BYTES_MAX, Silence, TerminalLink, names_terminal
from cashier.domain.card import AttemptState
from cashier.domain.errors import DeviceTrouble
from cashier.domain.money import Money

SERVICE = "0000000007"
ASKED = Money(12550)
POI, DESK = "V400m-324688179", "OAK3"
KEY, OTHERS_KEY = Protection("shared words", "counterfoil", 1), Protection("other words", "counterfoil", 1)
PAYMENT, TOTALS = ("PaymentResponse",), ("GetTotalsResponse",)
AMOUNT = ("PaymentResponse", "PaymentResult", "AmountsResp", "AuthorizedAmount")
CARD_DATA = ("PaymentResponse", "PaymentResult", "PaymentInstrumentData", "CardData")
ROW = ("GetTotalsResponse", "TransactionTotals", 0)

Reply = dict[str, Any]
Change = Callable[[Reply], bytes]


def settings(**more: Any) -> TerminalSettings:
    key = {"key_passphrase": "shared words", "key_identifier": "counterfoil", "authority": "none.pem"}
    return TerminalSettings.model_validate({"poi": POI, "port": 8443} | key | more)


def scripted(change: Change, *, before: int = 0) -> TerminalClient:
    """A terminal whose answers are changed on their way; the first ``before`` of them are not."""
    terminal, left = Terminal(POI, KEY), [before]

    def post(message: bytes, _: float) -> bytes:
        try:
            sealed = terminal.answer(message) or b""
        except HungUp:
            raise Silence("the terminal did not answer") from None
        left[0] -= 1
        return sealed if left[0] >= 0 else change(with_amounts(KEY.open(RESPONSE, sealed)))

    return TerminalClient(settings(), DESK, post)


def with_amounts(reply: Reply) -> Reply:
    """The same, to be sealed again."""
    said: Reply = json.loads(json.dumps(reply, default=lambda amount: number(Money(int(amount * 100)))))
    return said


def put(value: Any, *path: str | int, key: Protection = KEY) -> Change:
    """The answer with one place of it changed; None takes it out."""

    def change(reply: Reply) -> bytes:
        place: Any = reply
        for name in path[:-1]:
            place = place[name]
        if value is None:
            del place[path[-1]]
        else:
            place[path[-1]] = value
        return key.seal(RESPONSE, reply)

    return change


def failure(condition: str) -> Change:
    return put({"Result": "Failure", "ErrorCondition": condition}, *PAYMENT, "Response")


def outside(value: str, *path: str) -> Change:
    """The envelope changed after it was sealed."""

    def change(reply: Reply) -> bytes:
        envelope = json.loads(KEY.seal(RESPONSE, reply))
        place = envelope[RESPONSE]
        for name in path[:-1]:
            place = place[name]
        place[path[-1]] = value
        return json.dumps(envelope).encode()

    return change


UNTRUSTED: dict[str, Change] = {
    "nothing": lambda _: b"",
    "not JSON": lambda _: b"<html>hello</html>",
    "not UTF-8": lambda _: b'{"SaleToPOIResponse": "\xff\xfe"}',
    "not an object": lambda _: b"[1, 2]",
    "brackets without end": lambda _: b"[" * REPLY_BYTES_MAX,
    "in the clear": lambda reply: json.dumps({RESPONSE: reply}).encode(),
    "another key": lambda reply: OTHERS_KEY.seal(RESPONSE, reply),
    "a request": lambda reply: KEY.seal("SaleToPOIRequest", reply),
    "another sale outside": outside("0000000006", "MessageHeader", "ServiceID"),
    "another signature": outside("AAAA", "SecurityTrailer", "Hmac"),
    "another nonce": outside("AAAAAAAAAAAAAAAAAAAAAA==", "SecurityTrailer", "Nonce"),
    "a nonce of a byte": outside("AA==", "SecurityTrailer", "Nonce"),
    "another key's name": outside("others", "SecurityTrailer", "KeyIdentifier"),
    "half a blob": outside("AAAA", "NexoBlob"),
    "another sale": put("0000000006", "MessageHeader", "ServiceID"),
    "another desk": put("OAK4", "MessageHeader", "SaleID"),
    "another terminal": put("V400m-1", "MessageHeader", "POIID"),
    "an answer to another question": put("Reversal", "MessageHeader", "MessageCategory"),
    "another transaction": put("OAK3-1", *PAYMENT, "SaleData", "SaleTransactionID", "TransactionID"),
    "no transaction": put(None, *PAYMENT, "SaleData"),
    "no answer in it": put(None, *PAYMENT),
    "a result nobody knows": put("Perhaps", *PAYMENT, "Response", "Result"),
    "a result that is a list": put(["Success"], *PAYMENT, "Response", "Result"),
    "no result": put(None, *PAYMENT, "Response"),
    "a failure without a reason": put({"Result": "Failure"}, *PAYMENT, "Response"),
    "an approval of no amount": put(None, *AMOUNT),
    "an approval of nothing": put(0, *AMOUNT),
    "an approval of less than nothing": put(-125.5, *AMOUNT),
    "an approval of parts of a cent": put(125.505, *AMOUNT),
    "an approval as text": put("125.50", *AMOUNT),
    "an approval of yes": put(True, *AMOUNT),
    "an approval of no number": put(float("nan"), *AMOUNT),
    "an approval without an end": put(9e99, *AMOUNT),
    "an approval of forty digits": put(10**40, *AMOUNT),
    "an approval in other money": put("CAD", *AMOUNT[:-1], "Currency"),
    "in progress": failure("InProgress"),
    "not found": failure("NotFound"),
    "a reason nobody knows": failure("Moon"),
}


@pytest.mark.parametrize("change", UNTRUSTED.values(), ids=UNTRUSTED.keys())
def test_a_sale_without_a_definite_answer_is_unknown(change: Change) -> None:
    outcome = scripted(change).sale(SERVICE, ASKED)

    assert outcome.state is AttemptState.UNKNOWN
    assert outcome.authorized == Money(0)
    assert outcome.words


@pytest.mark.parametrize(
    ("condition", "state"),
    [
        ("Refusal", AttemptState.DECLINED),
        ("WrongPIN", AttemptState.DECLINED),
        ("InvalidCard", AttemptState.DECLINED),
        ("UnreachableHost", AttemptState.DECLINED),
        ("Cancel", AttemptState.CANCELLED),
        ("Aborted", AttemptState.CANCELLED),
        ("Busy", AttemptState.NOT_CHARGED),
        ("LoggedOut", AttemptState.NOT_CHARGED),
    ],
)
def test_a_no_says_what_it_was(condition: str, state: AttemptState) -> None:
    outcome = scripted(failure(condition)).sale(SERVICE, ASKED)

    assert (outcome.state, outcome.authorized) == (state, Money(0))
    assert outcome.words


STATUS = ("TransactionStatusResponse",)
REPEATED = (*STATUS, "RepeatedMessageResponse")
NOT_ABOUT_IT: dict[str, Change] = {
    "busy": put({"Result": "Failure", "ErrorCondition": "Busy"}, *STATUS, "Response"),
    "declined": put({"Result": "Failure", "ErrorCondition": "Refusal"}, *STATUS, "Response"),
    "another sale's answer": put("0000000006", *REPEATED, "MessageHeader", "ServiceID"),
    "another desk's answer": put("OAK4", *REPEATED, "MessageHeader", "SaleID"),
    "nothing repeated": put(None, *REPEATED),
    "a reversal repeated": put({"ReversalResponse": {}}, *REPEATED, "RepeatedResponseMessageBody"),
}


@pytest.mark.parametrize("change", NOT_ABOUT_IT.values(), ids=NOT_ABOUT_IT.keys())
def test_a_question_about_a_sale_is_not_settled_by_an_answer_to_another_question(change: Change) -> None:
    terminal = scripted(change, before=1)

    assert terminal.sale(SERVICE, ASKED).state is AttemptState.APPROVED
    assert terminal.status(SERVICE).state is AttemptState.UNKNOWN


def test_more_than_asked_is_told_as_it_was_taken() -> None:
    assert scripted(put(125.51, *AMOUNT)).sale(SERVICE, ASKED).authorized == Money(12551)


def test_of_a_card_number_only_the_last_four_digits_come_through() -> None:
    number_ = "4111111111111111"
    outcome = scripted(put({"MaskedPan": number_, "PaymentBrand": f"visa {number_}"}, *CARD_DATA)).sale(SERVICE, ASKED)

    assert outcome.last_four == "1111"
    assert number_ not in repr(outcome)


@pytest.mark.parametrize(
    "change",
    [
        put({"Result": "Failure", "ErrorCondition": "LoggedOut"}, *TOTALS, "Response"),
        put("another shift", *ROW, "TotalsGroupID"),
        put("CAD", *ROW, "PaymentCurrency"),
        put("1", *ROW, "PaymentTotals", 0, "TransactionCount"),
        put(-1, *ROW, "PaymentTotals", 0, "TransactionCount"),
        put(True, *ROW, "PaymentTotals", 0, "TransactionCount"),
        put("165.50", *ROW, "PaymentTotals", 0, "TransactionAmount"),
        put(-165.5, *ROW, "PaymentTotals", 0, "TransactionAmount"),
    ],
)
def test_a_total_that_is_none_or_of_another_shift_is_not_believed(change: Change) -> None:
    terminal = scripted(change, before=2)
    terminal.sale(SERVICE, ASKED, "morning")
    assert terminal.totals("morning").amount == ASKED

    with pytest.raises(DeviceTrouble, match="did not say its total"):
        terminal.totals("morning")


def test_what_went_back_is_a_total_of_its_own_and_no_difference_of_the_drawer() -> None:
    rows = [
        {"TransactionType": "Debit", "TransactionCount": 1, "TransactionAmount": 165.5},
        {"TransactionType": "ReverseDebit", "TransactionCount": 1, "TransactionAmount": 40.0},
    ]
    terminal = scripted(put(rows, *ROW, "PaymentTotals"), before=1)
    terminal.sale(SERVICE, ASKED, "morning")

    said = terminal.totals("morning")
    assert (said.count, said.amount) == (0, Money(12550))


def test_an_abort_without_an_answer_says_where_to_look() -> None:
    def silent(_: bytes, __: float) -> bytes:
        raise Silence("the terminal did not answer")

    with pytest.raises(DeviceTrouble, match="Look at its screen"):
        TerminalClient(settings(), DESK, silent).abort(SERVICE)


def test_a_terminal_that_cannot_be_reached_was_sent_nothing(tmp_path: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    terminal = TerminalClient(settings(port=port, authority=str(tmp_path / "none.pem")), DESK)

    with pytest.raises(DeviceTrouble, match="no readable PEM file"):
        terminal.sale(SERVICE, ASKED)


class Wire(TerminalLink):
    """A line whose far end has said all that it says, and hung up."""

    said = b""

    def post(self, message: bytes, within_s: float) -> bytes:
        self._ours, theirs = socket.socketpair()
        with theirs:
            theirs.settimeout(60)
            speaker = threading.Thread(target=self._speak, args=(theirs,))
            speaker.start()
            try:
                return super().post(message, within_s)
            finally:
                speaker.join()

    def _speak(self, theirs: socket.socket) -> None:
        with suppress(OSError):  # Who has heard enough hangs up.
            theirs.sendall(self.said)
            theirs.shutdown(socket.SHUT_WR)

    def _connect(self) -> Any:
        return self._ours


def test_an_answer_that_is_cut_at_any_byte_is_unknown_and_a_whole_one_is_not() -> None:
    wire, terminal = Wire(settings()), Terminal(POI, KEY)
    cut = [1 << 20]
    said: list[bytes] = []

    def post(message: bytes, within_s: float) -> bytes:
        if not said:
            body = terminal.answer(message) or b""
            said.append(f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
        wire.said = said[0][: cut[0]]
        return wire.post(b"", within_s)

    client = TerminalClient(settings(), DESK, post)
    assert client.sale(SERVICE, ASKED).state is AttemptState.APPROVED
    for cut[0] in range(len(said[0])):
        assert client.sale(SERVICE, ASKED).state is AttemptState.UNKNOWN


def test_an_answer_that_drips_is_waited_for_no_longer_than_one_that_is_late() -> None:
    seconds = iter(range(0, 1000, 40))
    wire = Wire(settings(), lambda: next(seconds))
    wire.said = b"HTTP/1.1 200 OK\r\n"

    with pytest.raises(Silence, match="did not answer"):
        wire.post(b"", 30.0)


@pytest.mark.parametrize(
    "said",
    [
        b"HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * (REPLY_BYTES_MAX + 1),
        b"hello\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ],
)
def test_what_is_no_answer_is_a_silence(said: bytes) -> None:
    wire = Wire(settings())
    wire.said = said

    with pytest.raises(Silence):
        wire.post(b"", 60.0)


@pytest.mark.parametrize(
    ("name", "is_it"),
    [
        (f"{POI}.test.terminal.adyen.com", True),
        (f"{POI}.live.terminal.adyen.com", True),
        ("legacy-terminal-certificate.live.terminal.adyen.com", True),
        ("V400m-324688180.live.terminal.adyen.com", False),
        (f"{POI}.live.terminal.adyen.com.example.org", False),
        (f"{POI}.live.terminal-adyen.com", False),
        (f"x.{POI}.live.terminal.adyen.com", False),
        (f"{POI}\n.live.terminal.adyen.com", False),
        (POI, False),
        ("", False),
    ],
)
def test_only_the_terminals_own_certificate_names_it(name: str, is_it: bool) -> None:
    assert names_terminal({"subject": ((("commonName", name),),)}, POI) is is_it
    assert not names_terminal({"subject": ((("commonName", name),), (("commonName", name),))}, POI)
