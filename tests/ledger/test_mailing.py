"""Receipts by e-mail: queued once with their line, sent once, and tried again later until a person is told."""

import email
import email.policy
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import Engine, text

from cashier.config import DEMO_ORGANIZATION, Organization, read_settings
from cashier.domain.errors import CashierError
from cashier.domain.line import Line, LineKind
from cashier.domain.mailed_receipt import MailAsked
from cashier.doors.ledger_mail import Mailer
from cashier.ledger.check import check
from cashier.ledger.mailing import CLAIMED_FOR, TRIES_MOST, claim_mail, put_off
from tests.fakes.mail_server import MailServer, mail_server
from tests.ledger.conftest import owner_engine, send
from tests.ledger.paper_desk import PaperDesk

MAI = "mai.linh@example.org"


def ask(desk: PaperDesk, receipt: str, *, at: datetime | None = None) -> Line:
    facts = MailAsked(receipt=receipt, address=MAI).facts()
    line = desk.line(LineKind.RECEIPT_MAILED, facts=facts, transfers=(), line_id=uuid4())
    return desk.write(replace(line, taken_at=at or datetime.now(UTC)))


def mailer(server: MailServer) -> Mailer:
    organization = read_settings(DEMO_ORGANIZATION, Organization)
    return Mailer(f"127.0.0.1:{server.port}", "receipts@coast.example", "", organization)


def states(engine: Engine) -> list[tuple[str, int]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text("SELECT state, tries FROM mails ORDER BY receipt"))]


def alarms(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.scalars(text("SELECT sentence FROM alarms WHERE what LIKE 'mail%'")))


@pytest.fixture
def desk(engine: Engine) -> PaperDesk:
    desk = PaperDesk("OAK3")
    desk.pay("S-10000001", 6000)
    ask(desk, "OAK3-0000001")
    send(engine, desk)
    return desk


def test_a_receipt_is_sent_once_with_number_amount_and_pdf(engine: Engine, desk: PaperDesk) -> None:
    send(engine, desk)  # Heard twice, as after a lost answer.
    with mail_server() as server:
        told = [mailer(server).step(engine) for _ in range(2)]

    assert told == [{"receipt": "OAK3-0000001", "sent": True}, None]
    (message,) = [email.message_from_bytes(raw, policy=email.policy.default) for raw in server.messages]
    assert (message["To"], message["Subject"]) == (MAI, "Receipt OAK3-0000001")
    attached, body = list(message.iter_attachments()), message.get_body()
    assert body is not None
    assert "OAK3-0000001: $60.00 was paid" in body.get_content()
    assert [one.get_filename() for one in attached] == ["OAK3-0000001.pdf"]
    assert attached[0].get_content().startswith(b"%PDF")
    assert str(desk.sent[-1].body).split('"id":"')[1][:36] in message["Message-ID"]
    assert states(engine) == [("sent", 1)]
    assert check(engine).findings == []


def test_what_fails_is_tried_again_later_and_in_the_end_somebody_is_told(engine: Engine, desk: PaperDesk) -> None:
    with mail_server() as server:
        server.refuses = b"550 nobody"
        assert mailer(server).step(engine) == {"receipt": "OAK3-0000001", "sent": False}
        assert mailer(server).step(engine) is None, "not before its time"
    assert states(engine) == [("waiting", 1)]
    assert alarms(engine) == []

    now = datetime.now(UTC)
    for _ in range(TRIES_MOST - 1):
        now += timedelta(hours=5)
        with engine.begin() as connection:
            mail = claim_mail(connection, now)
            assert mail is not None
            put_off(connection, mail, now, "the mail server did not take it")

    assert states(engine) == [("given_up", TRIES_MOST)]
    (sentence,) = alarms(engine)
    assert sentence.startswith("Receipt OAK3-0000001 could not be sent by e-mail: the mail server did not take it.")
    assert MAI not in sentence


def test_a_mail_that_is_being_sent_is_nobody_elses_until_its_mailer_is_taken_for_dead(
    engine: Engine, desk: PaperDesk
) -> None:
    now = datetime.now(UTC) + timedelta(seconds=1)
    with engine.begin() as connection:
        assert claim_mail(connection, now) is not None
    with engine.begin() as connection:
        assert claim_mail(connection, now) is None
        again = claim_mail(connection, now + CLAIMED_FOR)

    assert again is not None
    assert again.tries == 2


def test_what_comes_a_day_late_or_cannot_be_read_is_told_and_not_sent(engine: Engine) -> None:
    desk = PaperDesk("OAK3")
    desk.pay("S-10000001", 6000)
    ask(desk, "OAK3-0000001", at=datetime.now(UTC) - timedelta(hours=25))
    line = desk.line(LineKind.RECEIPT_MAILED, facts={"receipt": 7, "address": "nobody"}, transfers=(), line_id=uuid4())
    desk.write(line)
    send(engine, desk)

    assert states(engine) == [("given_up", 0)]
    late, unread = sorted(alarms(engine), reverse=True)
    assert "more than a day ago. Print it for the member" in late
    assert str(line.line_id) in unread
    assert check(engine).findings == []


def test_a_wish_for_a_receipt_that_the_ledger_does_not_have_is_given_up(engine: Engine) -> None:
    desk = PaperDesk("OAK3")
    ask(desk, "OAK3-0000009")
    send(engine, desk)

    with mail_server() as server:
        assert mailer(server).step(engine) == {"receipt": "OAK3-0000009", "sent": False}

    assert (states(engine), server.messages) == ([("given_up", 1)], [])


def test_a_row_that_is_gone_is_found(engine: Engine, desk: PaperDesk, ledger_url: str) -> None:
    owner = owner_engine(ledger_url)
    with owner.begin() as connection:
        connection.execute(text("DELETE FROM mails"))
    owner.dispose()

    assert any("is not in the queue" in finding for finding in check(engine).findings)


@pytest.mark.parametrize("smtp", ["", ":25", "mail.example.org:", "mail.example.org:smtp", "mail.example.org:99999"])
def test_a_mail_server_that_is_none_is_refused(smtp: str) -> None:
    with pytest.raises(CashierError, match="HOST or HOST:PORT"):
        Mailer(smtp, "receipts@coast.example", "", read_settings(DEMO_ORGANIZATION, Organization))
