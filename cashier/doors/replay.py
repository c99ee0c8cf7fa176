"""Works through a day script: the real store and use cases, no window, one JSON answer a line."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cashier.domain.errors import CashierError
from cashier.domain.times import Clock
from cashier.doors.papers import now_utc
from cashier.doors.replay_acts import Player, Unexpected
from cashier.doors.replay_script import BrokenLine, read_act

HELD, NOT_AS_EXPECTED, BROKEN = 0, 1, 2


def run_replay(script: Path, *, data: Path, ledger_url: str | None, clock: Clock = now_utc) -> int:
    """Print an answer for each line, then push what is to send.

    Returns 0; 1 if an *expect* did not hold; 2 if a line was broken. Raises CashierError if the desk cannot be opened
    or the script not be read.
    """
    lines = _lines(script)
    code = HELD
    with Player(data, ledger_url=ledger_url, clock=clock) as player:
        for number, text in lines:
            try:
                answer: dict[str, Any] = player.do(read_act(text, number))
            except CashierError as trouble:
                answer = {"ok": False, "refused": trouble.sentence}
                code = max(code, _code_of(trouble))
            print(json.dumps(answer, ensure_ascii=False), flush=True)
        player.send()
    return code


def _code_of(trouble: CashierError) -> int:
    if isinstance(trouble, BrokenLine):
        return BROKEN
    return NOT_AS_EXPECTED if isinstance(trouble, Unexpected) else HELD


def _lines(script: Path) -> Iterator[tuple[int, str]]:
    """The lines that say something, numbered from 1. Raises CashierError."""
    try:
        text = script.read_text("utf-8")
    except OSError as trouble:
        raise CashierError(f"{script} cannot be read ({trouble.strerror}). Name a day script.") from trouble
    except UnicodeDecodeError as trouble:
        raise CashierError(f"{script} is not UTF-8 text. Name a day script.") from trouble
    return ((number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip())
