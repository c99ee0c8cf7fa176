"""The ledger's mailer: sends the receipts that members want by e-mail, one after the other, and tries again later."""

import os
import smtplib
import ssl
import time
from contextlib import suppress
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Connection, Engine

from cashier.config import DEMO_ORGANIZATION, Organization, is_loopback, read_settings
from cashier.domain.errors import CashierError
from cashier.domain.mailed_receipt import read_address
from cashier.domain.receipt_number import made_at
from cashier.domain.receipt_seen import receipt_seen
from cashier.doors.ledger_answers import begun_ledger, say
from cashier.doors.ledger_options import Data, DatabaseUrl
from cashier.doors.papers import now_utc
from cashier.ledger.mailing import Mail, claim_mail, give_up, mark_sent, put_off
from cashier.ledger.receipts import receipt_of

PASSWORD = "COUNTERFOIL_SMTP_PASSWORD"
_TIMEOUT_S = 20
_LOOK_EVERY_S = 10


def send_mail(
    smtp: Annotated[str, typer.Option(help="The mail server: HOST or HOST:PORT.")],
    sender: Annotated[str, typer.Option(help="From which address.")],
    organization: Annotated[Path, typer.Option(help="The organization file.")] = DEMO_ORGANIZATION,
    user: Annotated[str, typer.Option(help=f"To sign in with; the password is in {PASSWORD}.")] = "",
    until_empty: Annotated[bool, typer.Option("--until-empty", help="Leave when nothing is due.")] = False,
    data: Data = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Send receipts that members want by e-mail, until stopped; what fails is tried again, and given up after a day.

    Encrypted (STARTTLS), but to a server on this machine.
    """
    mailer = Mailer(smtp, read_address(sender), user, read_settings(organization, Organization))
    with begun_ledger(data, database_url) as engine, suppress(KeyboardInterrupt):
        while True:
            sent = mailer.step(engine)
            if sent is None and until_empty:
                return
            if sent is None:
                time.sleep(_LOOK_EVERY_S)
            else:
                say(sent)


def _address(smtp: str) -> tuple[str, int]:
    """Raises CashierError."""
    host, colon, port = smtp.partition(":")
    if not host or (colon and not (port.isascii() and port.isdecimal() and 0 < int(port) < 65536)):
        raise CashierError("Write the mail server as HOST or HOST:PORT, like mail.example.org:587.")
    return host, int(port) if colon else smtplib.SMTP_PORT


class Mailer:
    """One mail at a time. Neither address nor name is said or logged."""

    def __init__(self, smtp: str, sender: str, user: str, organization: Organization) -> None:
        self._host, self._port = _address(smtp)
        self._sender = sender
        self._user = user
        self._organization = organization

    def step(self, engine: Engine) -> dict[str, object] | None:
        """Send the next mail that is due; None where there is none. What became of it, by its receipt."""
        with engine.begin() as connection:
            mail = claim_mail(connection, now_utc())
        if mail is None:
            return None
        try:
            with engine.connect() as connection:
                message = self._message(connection, mail)
        except CashierError as trouble:
            with engine.begin() as connection:
                give_up(connection, mail, now_utc(), trouble.sentence.rstrip("."))
            return {"receipt": mail.receipt, "sent": False}
        why = self._deliver(message)
        with engine.begin() as connection:
            if why:
                put_off(connection, mail, now_utc(), why)
            else:
                mark_sent(connection, mail, now_utc())
        return {"receipt": mail.receipt, "sent": not why}

    def _message(self, connection: Connection, mail: Mail) -> EmailMessage:
        """Raises CashierError where the receipt is not there, went back, or cannot be read."""
        from receipts.mailed import mailed_receipt
        from receipts.pdf import ReceiptPdf

        answer = receipt_of(connection, mail.receipt)
        where = answer.region, answer.center_name
        seen = receipt_seen(mail.receipt, *where, answer.bodies, since=answer.since, voided=answer.voided)
        if seen.voided:
            raise CashierError("Its money went back.")
        desk, first = made_at(mail.receipt), seen.lines[0]
        made = mailed_receipt(seen, self._organization.place(desk, first.center, desk, first.taken_at.date()))
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self._sender, mail.address, made.subject
        message["Date"] = format_datetime(datetime.now(UTC))
        message["Message-ID"] = f"<{mail.line_id}@{self._sender.partition('@')[2]}>"
        message.set_content(f"{made.text}\n")
        file = f"{mail.receipt}.pdf"
        message.add_attachment(ReceiptPdf().make(made.document), maintype="application", subtype="pdf", filename=file)
        return message

    def _deliver(self, message: EmailMessage) -> str:
        """Why the server did not take it; empty where it did."""
        try:
            with smtplib.SMTP(self._host, self._port, timeout=_TIMEOUT_S) as server:
                if not is_loopback(self._host):
                    server.starttls(context=ssl.create_default_context())
                if self._user:
                    server.login(self._user, os.environ.get(PASSWORD, ""))
                server.send_message(message)
        except smtplib.SMTPRecipientsRefused:
            return "the mail server does not take that address"
        except (OSError, smtplib.SMTPException) as trouble:
            return f"the mail server did not take it ({type(trouble).__name__})"
        return ""
