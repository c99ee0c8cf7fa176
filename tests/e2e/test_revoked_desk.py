"""A desk that the ledger revoked: it delivers what it took, forgets whom it knew, and says so; with a real ledger."""

from pathlib import Path

import pytest

from cashier.domain.link_words import LinkState
from cashier.domain.revoked import FORGOTTEN, FORGOTTEN_TOLD
from cashier.doors.assembly import assembled
from cashier.doors.papers import now_utc
from cashier.doors.replay_desk import replay_desk
from cashier.store.opening import Store
from tests.e2e.day import MAI_LINH, OPEN, SIGN_IN, Script, Shop
from tests.e2e.test_never_written import _rows_of
from tests.e2e.workplace import ROSA, answer_of

COUNT = {"20.00": 5, "10.00": 9, "1.00": 20}
CLOSE = {
    "do": "close_shift",
    "till_bag": "T-1",
    "received_by": "helen",
    "left": {"20.00": 5},
    "medical_bag": "B-1",
}
PAY = {"do": "take", "pay": {"S-48210377": "5.00"}, "tenders": [{"cash": "5.00"}]}
REPORT = {"do": "day_report", "form": "csv", "reason": "for the files"}
SYNC = {"do": "sync"}


def knows(data: Path) -> list[str]:
    """Whom, and what of them, the desk's files still say besides its journal."""
    with assembled(data) as assembly:
        store: Store = assembly.store
        found = [
            *(["a member"] if store.directory.member(MAI_LINH) else []),
            *(["a cashier"] if store.directory.staff(ROSA.user) else []),
            *(["a payment"] if store.activity.of(f"{data.name}-0000001") else []),
        ]
    return [*found, *(path.name for path in data.rglob("*.csv"))]


def test_a_revoked_desk_forgets_whom_it_knew_once_all_is_delivered(
    shop: Shop, capsys: pytest.CaptureFixture[str]
) -> None:
    with shop.new_desk() as data:
        desk = Script(data, capsys)
        day = desk.play(SIGN_IN, OPEN, PAY, REPORT, SYNC)
        assert [answer["ok"] for answer in day.answers] == [True] * 5, day.answers
        answer_of("ledger", "desks", "revoke", data.name, "--reason", "stolen", "--by", "ada", *shop.ledger.database)

        away = desk.play({"do": "ledger", "set": "down"}, SIGN_IN, PAY, SYNC)
        assert "was revoked" not in str(away.answers)
        assert knows(data)[:3] == ["a member", "a cashier", "a payment"], "the ledger has not said so here"
        late = desk.play(SIGN_IN, SYNC)
        assert knows(data)[:3] == ["a member", "a cashier", "a payment"], "the drawer is open"
        assert "was revoked" in late.answers[1]["refused"]

        closed = desk.play(SIGN_IN, {"do": "count", "count": COUNT}, CLOSE, SYNC)
        assert closed.answers[2]["ok"], closed.answers[1:3]
        assert closed.answers[3]["refused"] == FORGOTTEN_TOLD
        assert knows(data) == []
        nobody = desk.play(SIGN_IN, SYNC)
        assert nobody.answers[0]["refused"] == FORGOTTEN_TOLD

        kinds = [row for table, row in _rows_of(shop) if table.startswith("lines") and "desk_forgot" in row]
        assert len(kinds) >= 1, "the ledger has the line of it"
        with replay_desk(data, ledger_url=None, clock=now_utc) as at:
            at.sync()
            with at.desk.open_reading() as work:
                assert (work.journal.differs(), work.journal.to_send()) == (FORGOTTEN, 0)
                assert work.journal.mark().received_through == work.journal.head().sequence
            state: LinkState = at.link.state()
            assert (state.trouble, state.stopped, state.posts) == (FORGOTTEN_TOLD, True, True)
        assert answer_of("journal", "verify", "--data", str(data))["holds"]
    assert answer_of("ledger", "check", *shop.ledger.database)["holds"]
