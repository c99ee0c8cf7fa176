"""What the desk makes of a terminal that misbehaves: a definite answer about its own sale, or unknown."""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from cashier.config_devices import TerminalSettings
from cashier.devices.line_server import HANG_UP, line_server
from cashier.devices.terminal_client import TerminalClient
from cashier.devices.terminal_simulated import simulated_terminal
from cashier.devices.terminal_wire import LINE_BYTES_MAX
from cashier.domain.card import AttemptState
from cashier.domain.errors import DeviceTrouble
from cashier.domain.money import Money

SERVICE = "0000000007"
ASKED = Money(12550)
APPROVED = {"service": SERVICE, "result": "approved", "authorized": "125.50", "last_four": "4421"}


@contextmanager
def scripted(reply: bytes, *, within_s: float = 60.0) -> Iterator[TerminalClient]:
    """A terminal that answers every question with the same bytes."""
    with line_server("127.0.0.1", 0, lambda _: reply) as port:
        yield TerminalClient(TerminalSettings(port=port, answer_timeout_s=within_s))


def line(**said: Any) -> bytes:
    return json.dumps(APPROVED | said).encode() + b"\n"


UNTRUSTED = {
    "hung up": HANG_UP,
    "another sale": line(service="0000000006"),
    "no service id": line(service=None),
    "half a line": line()[:-20],
    "not JSON": b"<html>hello</html>\n",
    "not UTF-8": b'{"service": "\xff\xfe"}\n',
    "not an object": b"[1, 2]\n",
    "brackets without end": b"[" * (LINE_BYTES_MAX - 100) + b"\n",
    "a line without end": b"x" * (LINE_BYTES_MAX + 4096),
    "a result nobody knows": line(result="perhaps"),
    "a result that is a list": line(result=["approved"]),
    "an approval of no amount": line(authorized=None),
    "an approval of nothing": line(authorized="0.00"),
    "an approval of less than nothing": line(authorized="-125.50"),
    "an approval as a float": line(authorized=125.5),
    "an approval in other digits": line(authorized="١٢.٠٠"),
    "an approval of forty digits": line(authorized="9" * 40 + ".00"),
    "in progress": line(result="in_progress"),
    "not found": line(result="not_found"),
    "given back": line(result="reversed"),
}


@pytest.mark.parametrize("reply", UNTRUSTED.values(), ids=UNTRUSTED.keys())
def test_a_sale_without_a_definite_answer_is_unknown(reply: bytes) -> None:
    with scripted(reply, within_s=0.5) as terminal:
        outcome = terminal.sale(SERVICE, ASKED)

    assert outcome.state is AttemptState.UNKNOWN
    assert outcome.authorized == Money(0)
    assert outcome.words


@pytest.mark.parametrize("result", ["busy", "ready", "ok", "reversed"])
def test_a_question_about_a_sale_is_not_settled_by_an_answer_to_another_question(result: str) -> None:
    with scripted(line(result=result)) as terminal:
        assert terminal.status(SERVICE).state is AttemptState.UNKNOWN


def test_a_terminal_that_cannot_be_reached_was_sent_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    terminal = TerminalClient(TerminalSettings(port=port))

    with pytest.raises(DeviceTrouble, match="cannot be reached"):
        terminal.sale(SERVICE, ASKED)


def test_a_terminal_that_takes_the_sale_and_says_nothing_leaves_it_unknown() -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        terminal = TerminalClient(TerminalSettings(port=deaf.getsockname()[1], answer_timeout_s=0.2))

        assert terminal.sale(SERVICE, ASKED).state is AttemptState.UNKNOWN


def test_an_answer_that_drips_is_waited_for_no_longer_than_one_that_is_late() -> None:
    seconds = iter(range(0, 1000, 40))
    with line_server("127.0.0.1", 0, lambda _: b"{") as port:
        terminal = TerminalClient(TerminalSettings(port=port, answer_timeout_s=30.0), lambda: next(seconds))

        assert terminal.sale(SERVICE, ASKED).state is AttemptState.UNKNOWN


def test_more_than_asked_is_told_as_it_was_taken() -> None:
    with scripted(line(authorized="125.51")) as terminal:
        assert terminal.sale(SERVICE, ASKED).authorized == Money(12551)


def test_of_a_card_number_only_the_last_four_digits_come_through() -> None:
    number = "4111111111111111"
    with scripted(line(last_four=number, brand=f"Visa {number}", approval=f"A-{number}")) as terminal:
        outcome = terminal.sale(SERVICE, ASKED)

    assert outcome.last_four == "1111"
    assert number not in repr(outcome)


def test_an_abort_without_an_answer_says_where_to_look() -> None:
    with scripted(HANG_UP) as terminal, pytest.raises(DeviceTrouble, match="Look at its screen"):
        terminal.abort(SERVICE)


def test_the_simulator_hangs_up_on_what_it_does_not_understand() -> None:
    with simulated_terminal() as served:
        for nonsense in (b"hello\n", b"[]\n", b'{"do": "sale", "service": "1", "amount": 5}\n', b'{"do": "x"}\n'):
            with socket.create_connection(("127.0.0.1", served.port), timeout=60) as desk:
                desk.sendall(nonsense)

                assert desk.recv(100) == b""


TOTALS = {"service": "", "result": "totals", "group": "morning", "count": 2, "amount": "165.50"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"result": "ready"},
        {"group": "evening"},
        {"service": "0000000007"},
        {"count": "2"},
        {"count": -1},
        {"count": True},
        {"count": None},
        {"amount": 165.5},
        {"amount": "-165.50"},
    ],
    ids=str,
)
def test_a_total_that_is_none_or_of_another_shift_is_not_believed(wrong: dict[str, Any]) -> None:
    with scripted(json.dumps(TOTALS).encode() + b"\n") as terminal:
        assert terminal.totals("morning").amount == Money(16550)
    with (
        scripted(json.dumps(TOTALS | wrong).encode() + b"\n") as terminal,
        pytest.raises(DeviceTrouble, match="did not say its total"),
    ):
        terminal.totals("morning")
