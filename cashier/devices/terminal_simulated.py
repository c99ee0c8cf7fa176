"""A card terminal that needs no card: for the demo, day scripts and tests, with every fault a real one has.

It speaks `terminal_wire` on one port. On its control port it takes orders, one JSON object a line, each of which holds
until the next: ``{"do": "approve"}`` (also ``"ok"``), ``"decline"``, ``"busy"``, ``"silent"`` (answers nothing),
``"silent_after_approve"`` (charges, then hangs up), ``{"do": "partial", "cents": 5000}``,
``{"do": "slow", "seconds": 5}``; ``{"do": "by_hand", "cents": 5000}`` keys a sale at the terminal itself, of which no
desk knows; and ``{"do": "book"}`` lists what it charged.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from cashier.devices.line_server import HANG_UP, KEEP_SILENT, line_server
from cashier.devices.terminal_wire import Result, amount_text, line_of, read_amount, read_object
from cashier.domain.money import Money

_WITHOUT_MORE = frozenset({"approve", "ok", "decline", "busy", "silent", "silent_after_approve"})
_SLOW_S_MAX = 600


@dataclass(frozen=True, slots=True)
class Mode:
    """What it does with the next sale."""

    name: str = "approve"
    partial: Money | None = None
    slow_s: float = 0.0


@dataclass(slots=True)
class _Sale:
    """A sale it was asked for; ``answer`` is None while the card is still being processed."""

    amount: Money
    answer: dict[str, Any] | None = None
    stop: threading.Event = field(default_factory=threading.Event)


class Terminal:
    """What a terminal knows and does, behind its two ports. It charges one service id once, however often it is sold.

    Its methods may be called from any thread.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._mode = Mode()
        self._sales: dict[str, _Sale] = {}
        self._book: list[dict[str, str]] = []
        self._group = ""

    def answer(self, line: bytes) -> bytes | None:
        """What it says to the desk. It hangs up on what it does not understand."""
        if self._mode.name == "silent":
            return KEEP_SILENT
        try:
            question = read_object(line)
            service, do = str(question["service"]), question["do"]
            said = self._do(do, service, question)
        except (KeyError, TypeError, ValueError):
            return HANG_UP
        return HANG_UP if said is None else line_of(said | {"service": service})

    def _do(self, do: str, service: str, question: dict[str, Any]) -> dict[str, Any] | None:
        """The answer to one question, None to hang up. Raises KeyError or ValueError for one that is none."""
        match do:
            case "sale":
                return self._sell(service, read_amount(question["amount"]), str(question.get("group", "")))
            case "reverse":
                return self._give_back(service, read_amount(question["amount"]))
            case "status":
                return self._status(service)
            case "abort":
                return self._abort(service)
            case "totals":
                return self._totals(str(question["group"]))
            case "diagnose":
                return {"result": Result.READY}
        raise ValueError(do)

    def obey(self, line: bytes) -> bytes:
        """Take an order from the control port."""
        try:
            order = read_object(line)
            if order["do"] == "book":
                with self._guard:
                    return line_of({"ok": True, "book": self._book})
            if order["do"] == "by_hand":
                return self._sell_by_hand(Money(order["cents"]))
            self._mode = _mode(order)
        except (KeyError, TypeError, ValueError):
            return line_of({"ok": False, "words": "Send one of the orders that this terminal knows."})
        return line_of({"ok": True})

    def stop(self) -> None:
        """End every slow sale, uncharged."""
        with self._guard:
            self._mode = Mode()
            for sale in self._sales.values():
                sale.stop.set()

    def _sell_by_hand(self, amount: Money) -> bytes:
        """Raises ValueError for no amount."""
        if amount.cents <= 0:
            raise ValueError("no amount")
        with self._guard:
            self._decide("", amount, Mode())
        return line_of({"ok": True})

    def _totals(self, group: str) -> dict[str, Any]:
        with self._guard:
            kept = [charge for charge in self._book if charge["group"] == group and "reversed" not in charge]
        amount = Money(sum(read_amount(charge["authorized"]).cents for charge in kept))
        return {"result": Result.TOTALS, "group": group, "count": len(kept), "amount": amount_text(amount)}

    def _sell(self, service: str, amount: Money, group: str) -> dict[str, Any] | None:
        with self._guard:
            known, mode = self._sales.get(service), self._mode
            if known is not None:
                return known.answer or {"result": Result.IN_PROGRESS}
            if mode.name == "busy" or any(sale.answer is None for sale in self._sales.values()):
                return {"result": Result.BUSY}
            sale = self._sales[service] = _Sale(amount)
            self._group = group
        # Whoever asks for the status meanwhile hears that it is in progress, as at a real terminal.
        cancelled = sale.stop.wait(mode.slow_s)
        with self._guard:
            sale.answer = {"result": Result.CANCELLED} if cancelled else self._decide(service, amount, mode)
        return None if mode.name == "silent_after_approve" else sale.answer

    def _decide(self, service: str, amount: Money, mode: Mode) -> dict[str, Any]:
        if mode.name == "decline":
            return {"result": Result.DECLINED}
        authorized = min(amount, mode.partial or amount)
        charge = {
            "amount": amount_text(amount),
            "authorized": amount_text(authorized),
            "brand": "Visa",
            "last_four": "4421",
            "approval": f"A{len(self._book) + 1:05d}",
        }
        self._book.append({"service": service, "group": self._group, **charge})
        return {"result": Result.APPROVED if authorized == amount else Result.PARTIAL, **charge}

    def _status(self, service: str) -> dict[str, Any]:
        with self._guard:
            sale = self._sales.get(service)
            if sale is None:
                return {"result": Result.NOT_FOUND}
            return sale.answer or {"result": Result.IN_PROGRESS}

    def _abort(self, service: str) -> dict[str, Any]:
        with self._guard:
            if service in self._sales:
                self._sales[service].stop.set()
        return {"result": Result.OK}

    def _give_back(self, service: str, amount: Money) -> dict[str, Any]:
        with self._guard:
            charge = next((charge for charge in self._book if charge["service"] == service), None)
            if charge is None:
                return {"result": Result.NOT_FOUND}
            if "reversed" in charge or charge["authorized"] != amount_text(amount):
                return {"result": Result.DECLINED}
            charge["reversed"] = amount_text(amount)
        return {"result": Result.REVERSED, **charge}


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedTerminal:
    """A terminal that is being served, and where."""

    terminal: Terminal
    port: int
    control_port: int


@contextmanager
def simulated_terminal(host: str = "127.0.0.1", port: int = 0, control_port: int = 0) -> Iterator[SimulatedTerminal]:
    """Serve a terminal on two ports, of which 0 means any free one, in threads that end with the block."""
    terminal = Terminal()
    with (
        line_server(host, port, terminal.answer) as served,
        line_server(host, control_port, terminal.obey) as controlled,
    ):
        try:
            yield SimulatedTerminal(terminal=terminal, port=served, control_port=controlled)
        finally:
            terminal.stop()


def _mode(order: dict[str, Any]) -> Mode:
    """The mode that an order asks for. Raises KeyError, TypeError or ValueError for any other."""
    name = order["do"]
    if name in _WITHOUT_MORE:
        return Mode("approve" if name == "ok" else name)
    if name == "partial" and Money(order["cents"]).cents > 0:
        return Mode(name, partial=Money(order["cents"]))
    if name == "slow" and 0 <= float(order["seconds"]) <= _SLOW_S_MAX:
        return Mode(name, slow_s=float(order["seconds"]))
    raise ValueError(name)
