"""Who came, failed, locked and unlocked, as desks write it; the name is the golden file's."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from cashier.domain.line import Line, LineKind
from tests.fakes.builders import NOW


def _line(kind: LineKind, **facts: Any) -> Line:
    line_id = UUID(int=7 << 76 | 2 << 62)
    return Line(line_id=line_id, kind=kind, desk="OAK3", center="OAK", staff="rosa", taken_at=NOW, facts=facts)


SIGN_IN_LINES: dict[str, Callable[[], Line]] = {
    "signed_in": lambda: _line(LineKind.SIGNED_IN),
    "signed_in-pin": lambda: _line(LineKind.SIGNED_IN, pin=True),
    "signed_in-code": lambda: _line(LineKind.SIGNED_IN, code=True),
    "signed_out": lambda: _line(LineKind.SIGNED_OUT),
    "signed_out-taken_over": lambda: _line(LineKind.SIGNED_OUT, taken_over_by="helen"),
    "sign_in_failed": lambda: _line(LineKind.SIGN_IN_FAILED, **{"in_a_row": 3, "with": "passphrase"}),
    "glass_broken": lambda: _line(
        LineKind.GLASS_BROKEN, second="helen", second_name="Helen Park", heard_at="2026-11-18T17:00:00.000000Z"
    ),
    "refused": lambda: _line(LineKind.REFUSED, act="the void of OAK3-0019284", why="no_right"),
    "training_begun": lambda: _line(LineKind.TRAINING_BEGUN),
    "training_ended": lambda: _line(LineKind.TRAINING_ENDED),
    "desk_opened": lambda: _line(
        LineKind.DESK_OPENED, program="0.1.0", settings={"desk": "OAK3", "idle_lock_min": "5", "organization": "ab12"}
    ),
    "desk_forgot": lambda: _line(LineKind.DESK_FORGOT),
    "searched": lambda: _line(LineKind.SEARCHED, text="tran mai 1961", found=3),
    "locked": lambda: _line(LineKind.LOCKED, by="idle"),
    "unlocked": lambda: _line(LineKind.UNLOCKED, **{"with": "pin"}),
}
