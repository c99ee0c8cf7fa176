"""Money that a person took who may not any more: it is posted, and the office hears of it."""

from datetime import timedelta

from sqlalchemy import Engine, text

from cashier.ledger import people
from tests.ledger.conftest import ADMIN, balance, send
from tests.ledger.paper_desk import NOW, PaperDesk


def test_money_taken_by_someone_who_was_revoked_meanwhile_posts_with_an_alarm(engine: Engine) -> None:
    desk = PaperDesk("OAK3")
    desk.pay("S-10000001", 100)
    with engine.begin() as connection:
        rosa = people.new_staff(user="rosa", name="Rosa Delgado", role="cashier", passphrase="lake merritt at noon")
        people.keep_staff(connection, [rosa], ADMIN)
        people.revoke_staff(connection, "rosa", "left", ADMIN)

    send(engine, desk)

    assert balance(engine, "receivable:S-10000001") == 9_900
    assert _alarms(engine, "revoked_staff") == [
        "rosa, who was revoked before, took money in 1 line of OAK3, up to line 1. It is posted. Ask who took it."
    ]


def test_money_taken_before_its_cashier_was_revoked_raises_no_alarm(engine: Engine) -> None:
    desk = PaperDesk("OAK3")
    desk.pay("S-10000001", 100)
    with engine.begin() as connection:
        rosa = people.new_staff(user="rosa", name="Rosa Delgado", role="cashier", passphrase="lake merritt at noon")
        people.keep_staff(connection, [rosa], ADMIN)
        later = type(ADMIN)(by="helen", clock=lambda: NOW + timedelta(hours=1), new_id=ADMIN.new_id)
        people.revoke_staff(connection, "rosa", "left", later)

    send(engine, desk)

    assert _alarms(engine, "revoked_staff") == []


def _alarms(engine: Engine, what: str) -> list[str]:
    with engine.connect() as connection:
        return list(connection.scalars(text("SELECT sentence FROM alarms WHERE what = :what"), {"what": what}))
