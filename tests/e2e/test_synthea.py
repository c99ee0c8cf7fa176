"""The proof on real input: a whole account history through desk and ledger, with everything failing that can fail.

The answer key is the CSV's own arithmetic. Whatever is killed, cut or lost on the way, no figure is off by a cent.
"""

import csv
import io
import json
import os
import random
import select
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest

from cashier.config import DEMO_ORGANIZATION
from cashier.devices.terminal_simulated import SimulatedTerminal, simulated_terminal
from cashier.domain.accounts import receivable
from cashier.domain.ids import uuid7
from cashier.doors.processes import MAIN
from cashier.exchange.synthea import claim_statement_number, guarantor_number, member_number
from cashier.wire import ChannelPayment, ChannelPayments
from tests.e2e.synthea_desk import Wanted
from tests.e2e.synthea_history import INSURER, Paid, left_by_claim, patients_by_claim, payments, unpack
from tests.e2e.workplace import (
    AUDITOR,
    CHANNEL,
    DESK,
    HELEN,
    ROSA,
    LedgerProcess,
    answer_of,
    journal_of,
    new_desk,
    run_main,
)
from tests.fakes.proxy import Proxy, cutting_proxy

SEED = 20261122
TENDERS = {"CASH": "cash", "COPAY": "cash", "CHECK": "check", "CC": "card"}
LOST_REPLIES = 0.06
DAYS_WITH_LEDGER_DOWN = 1 / 3
DESK_KILLS = 1 / 100  # Of all orders.
LEDGER_KILLS = 4
SYNCS = 0.3  # After so many payments the desk sends; the rest goes with the next one.
KILL_WITHIN_S = 0.03
TRIES_MOST = 60


def _new_id() -> UUID:
    return uuid7(datetime.now(UTC), os.urandom)


class DeskProcess:
    """The desk, which may be killed at any moment; it is told again what it did not answer."""

    def __init__(self, data: Path, chance: random.Random) -> None:
        self._data = data
        self._chance = chance
        self.kills = 0
        self._start()

    def tell(self, order: dict[str, Any]) -> dict[str, Any]:
        """An order and its answer, with a kill in between now and then."""
        self._say(order)
        if self._chance.random() < DESK_KILLS:
            # Somewhere in the middle of it, or just after its commit and before anybody heard.
            assert self._process.stdout is not None
            select.select([self._process.stdout], [], [], self._chance.uniform(0, KILL_WITHIN_S))
            self._process.kill()
            self._leave()
            self.kills += 1
            self._start()
            self._say(order)
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, self._log.read_text("utf-8")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def stop(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._leave()

    @property
    def _log(self) -> Path:
        return self._data.with_suffix(".log")

    def _start(self) -> None:
        with self._log.open("ab") as complaints:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.e2e.synthea_desk", str(self._data)],
                cwd=MAIN.parent,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=complaints,
            )

    def _say(self, order: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order).encode() + b"\n")
        self._process.stdin.flush()

    def _leave(self) -> None:
        self._process.wait(60)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None and not pipe.closed:
                pipe.close()


@dataclass(slots=True)
class World:
    """All that runs, and what the insurer could not bring yet."""

    history: Path
    ledger: LedgerProcess
    proxy: Proxy
    terminal: SimulatedTerminal
    channel_token: str
    data: Path
    waiting: list[Paid] = field(default_factory=list)

    @property
    def ledger_is_up(self) -> bool:
        return not self.proxy.is_down and self.proxy.target is not None

    def insurer_pays(self, *paid: Paid) -> None:
        """Through the same bad line, again and again until it is confirmed; each reference counts once."""
        self.waiting += paid
        if not self.waiting or not self.ledger_is_up:
            return
        sent = ChannelPayments(
            payments=tuple(
                ChannelPayment(
                    reference=waiting.row_id,
                    statement_number=claim_statement_number(waiting.claim_id),
                    cents=waiting.cents,
                    business_date=waiting.day,
                )
                for waiting in self.waiting
            )
        )
        _until_answered(lambda: self._post(sent))
        self.waiting.clear()

    def _post(self, sent: ChannelPayments) -> None:
        httpx.post(
            f"http://127.0.0.1:{self.proxy.port}/v1/channels/{CHANNEL}/payments",
            content=sent.model_dump_json(),
            headers={"Authorization": f"Bearer {self.channel_token}", "Content-Type": "application/json"},
            trust_env=False,
            verify=False,
            timeout=60,
        ).raise_for_status()


def _until_answered(ask: Callable[[], None]) -> None:
    for _ in range(TRIES_MOST):
        try:
            return ask()
        except httpx.HTTPError:
            continue
    raise AssertionError("the line never came back")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """The sample imported by the ledger's own command, a desk enrolled behind a bad line, a card terminal."""
    history = unpack(tmp_path / "synthea")
    lost = random.Random(SEED + 1)
    with _running_ledger(tmp_path / "ledger") as ledger:
        answer_of("ledger", "init", "--organization", str(DEMO_ORGANIZATION), *ledger.database)
        answer_of("ledger", "import-synthea", str(history), *ledger.database)
        ledger.add_staff(ROSA, HELEN, AUDITOR)
        code, channel_token = ledger.invite_desk(), ledger.enroll_channel()
        with cutting_proxy(lambda: lost.random() < LOST_REPLIES) as proxy, simulated_terminal() as terminal:
            proxy.target = ledger.port
            data = new_desk(
                tmp_path / "desk",
                ledger_url=f"http://127.0.0.1:{proxy.port}",
                code=code,
                more=terminal.toml(answer_timeout_s=60.0),
            )
            proxy.is_bad = True
            yield World(
                history=history,
                ledger=ledger,
                proxy=proxy,
                terminal=terminal,
                channel_token=channel_token,
                data=data,
            )


@contextmanager
def _running_ledger(folder: Path) -> Iterator[LedgerProcess]:
    ledger = LedgerProcess(folder)
    ledger.start()
    try:
        yield ledger
    finally:
        ledger.stop()


@pytest.mark.timeout(400)
def test_the_whole_history_is_on_the_ledger_to_the_cent(world: World) -> None:
    chance = random.Random(SEED)
    history = payments(world.history)
    desk = DeskProcess(world.data, chance)
    try:
        _live_through(world, desk, history, chance)
        _send_the_rest(world, desk)
    finally:
        desk.stop()

    assert desk.kills >= 5
    assert world.proxy.lost_replies >= 5
    taken = _payments_in_the_journal(world.data)
    _each_claim_is_exact(world, taken)
    _every_tender_was_taken_once(world, history, taken)
    _all_books_hold(world)


def _live_through(world: World, desk: DeskProcess, history: list[Paid], chance: random.Random) -> None:
    """Every day in order; on a third of them the ledger is away, and on some of those its process is killed."""
    patients = patients_by_claim(world.history)
    days = [(day, list(paid)) for day, paid in groupby(history, key=lambda paid: paid.day)]
    killed_on = set(chance.sample(range(len(days)), LEDGER_KILLS))
    for number, (day, paid_that_day) in enumerate(days):
        world.proxy.is_down = chance.random() < DAYS_WITH_LEDGER_DOWN
        world.insurer_pays()
        desk.tell({"do": "day", "date": day.isoformat(), "shift": str(_new_id())})
        for place, paid in enumerate(paid_that_day):
            if number in killed_on and place == len(paid_that_day) // 2:
                world.ledger.kill()
                world.proxy.target = None
            if paid.method == INSURER:
                world.insurer_pays(paid)
                continue
            _set_terminal(world.terminal, chance)
            desk.tell({"do": "pay", "wanted": asdict(_wanted(paid, patients[paid.claim_id]))})
            if chance.random() < SYNCS:
                desk.tell({"do": "sync"})
        if number in killed_on:
            world.ledger.start()
            world.proxy.target = world.ledger.port


def _wanted(paid: Paid, patient_id: str) -> Wanted:
    return Wanted(
        payment=str(_new_id()),
        member=member_number(patient_id),
        guarantor=guarantor_number(patient_id),
        statement=claim_statement_number(paid.claim_id),
        cents=paid.cents,
        tender=TENDERS[paid.method],
        number=paid.row_id[:8],
    )


def _set_terminal(terminal: SimulatedTerminal, chance: random.Random) -> None:
    """Now and then the terminal charges the card and its answer is lost."""
    order = "silent_after_approve" if chance.random() < LOST_REPLIES else "approve"
    terminal.terminal.obey(json.dumps({"do": order}).encode())


def _send_the_rest(world: World, desk: DeskProcess) -> None:
    world.proxy.is_down = False
    world.insurer_pays()
    for _ in range(TRIES_MOST):
        if desk.tell({"do": "sync"}) == {"to_send": 0, "trouble": ""}:
            return
    raise AssertionError("not all was sent")


def _payments_in_the_journal(data: Path) -> list[dict[str, Any]]:
    """What the desk's payment lines say, in order."""
    return [body["facts"] for body in journal_of(data) if body["kind"] == "payment"]


def _each_claim_is_exact(world: World, taken: list[dict[str, Any]]) -> None:
    """What the ledger says is left, less the credit that the claim's payments made, is what the CSV says is left."""
    credit_made: Counter[str] = Counter()
    for facts in taken:
        for target in facts["targets"]:
            if target["target"].startswith("credit:"):
                credit_made[target["note"].removeprefix("claim ")] += target["cents"]
    for row in _csv(world, "transfers"):
        # The ledger itself moves to credit what is more than it has open, and says what it was meant for.
        if row["credit"].startswith("credit:") and row["meant"].startswith("receivable:"):
            credit_made[row["meant"].removeprefix("receivable:")] += int(row["cents"])
    balances = {row["account"]: int(row["balance_cents"]) for row in _csv(world, "balances")}

    left = {
        claim_id: balances.get(receivable(number).code, 0) - credit_made[number]
        for claim_id in left_by_claim(world.history)
        if (number := claim_statement_number(claim_id))
    }
    assert left == left_by_claim(world.history)
    assert sum(1 for cents in left.values() if cents < 0) == 190
    credit_left = -sum(balance for account, balance in balances.items() if account.startswith("credit:"))
    assert credit_left == sum(credit_made.values())
    assert not [account for account in balances if account.startswith("held:")]


def _every_tender_was_taken_once(world: World, history: list[Paid], taken: list[dict[str, Any]]) -> None:
    wanted: Counter[str] = Counter()
    for paid in history:
        wanted[TENDERS.get(paid.method, INSURER)] += paid.cents
    got: Counter[str] = Counter()
    for facts in taken:
        for tender in facts["tenders"]:
            got[tender["kind"]] += tender["cents"] - facts["change"]
    at_desk = [paid for paid in history if paid.method != INSURER]

    assert got == Counter({kind: cents for kind, cents in wanted.items() if kind != INSURER})
    assert [facts["receipt"] for facts in taken] == [f"{DESK}-{n:07d}" for n in range(1, len(at_desk) + 1)]
    charged = json.loads(world.terminal.terminal.obey(b'{"do": "book"}'))["book"]
    assert len(charged) == sum(paid.method == "CC" for paid in history)
    insurer = [row for row in _csv(world, "transfers") if row["debit"].startswith(f"channel:{CHANNEL}:")]
    assert sum(int(row["cents"]) for row in insurer) == wanted[INSURER]


def _all_books_hold(world: World) -> None:
    verified = run_main("journal", "verify", "--data", str(world.data))
    checked = run_main("ledger", "check", *world.ledger.database)
    balances = _csv(world, "balances")

    assert verified.returncode == 0, verified.stderr
    assert checked.returncode == 0, checked.stderr
    assert sum(int(row["balance_cents"]) for row in balances) == 0


def _csv(world: World, report: str) -> list[dict[str, str]]:
    done = run_main("ledger", report, *world.ledger.database)
    assert done.returncode == 0, done.stderr
    return list(csv.DictReader(io.StringIO(done.stdout)))
