"""The ledger's command for what members are told of corrections: which letters wait, and their sheets."""

import os
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import Row

from cashier.config import Organization, read_settings
from cashier.domain.errors import MISREAD, CashierError, UnreadableBody
from cashier.doors.ledger_answers import begun_ledger, print_csv, say
from cashier.doors.ledger_options import Data, DatabaseUrl
from cashier.doors.papers import new_id, now_utc
from cashier.doors.typed import typed_passphrase
from cashier.ledger.letters import LetterRow, letter_paper, letter_row, waiting_letters
from cashier.ledger.office import CloseNote, SignIn
from cashier.ledger.sessions import Sessions
from cashier.ledger.telling import tell_member

_BY_LETTER = "By letter."


def print_letters(
    pdf: Annotated[Path | None, typer.Option(help="A new folder for the sheets; without it they are listed.")] = None,
    by: Annotated[str, typer.Option(help="With --pdf: who sends them; the passphrase is asked for.")] = "",
    organization: Annotated[
        Path | None, typer.Option(help="With --pdf: the organization file, for the phones.")
    ] = None,
    center: Annotated[str, typer.Option(help="Of one center alone.")] = "",
    data: Data = None,
    database_url: DatabaseUrl = None,
) -> None:
    """What members are to be told of voids, moves, changed tenders, returned checks and refunds, oldest first.

    With --pdf each that may go by mail becomes a sheet, and is said to be sent.
    """
    with begun_ledger(data, database_url) as engine:
        if pdf is None:
            with engine.connect() as connection:
                rows = [letter_row(row) for row in waiting_letters(connection, now_utc(), center=center)]
            print_csv(list(LetterRow.model_fields), (list(row.model_dump(mode="json").values()) for row in rows))
            return
        if organization is None:
            raise CashierError("Name the organization file with --organization: each sheet says whom to call.")
        sheets = _Sheets(pdf, read_settings(organization, Organization))
        sessions = Sessions(engine=engine, clock=now_utc, new_id=new_id)
        session = sessions.sign_in(SignIn(user=by, passphrase=typed_passphrase("Passphrase")))
        try:
            caller = sessions.caller(session.token)
            with engine.begin() as connection:
                rows_waiting = waiting_letters(connection, now_utc(), center=center)
                sent = [row for row in rows_waiting if _goes_by_mail(row) and sheets.write(row, now_utc())]
                for row in sent:
                    told = CloseNote(line_id=new_id(), note=_BY_LETTER)
                    tell_member(connection, row.letter, told, caller, row.center, clock=now_utc, new_id=new_id)
        finally:
            sessions.sign_out(session.token)
    say({"sheets": len(sent), "waiting": len(rows_waiting) - len(sent), "by": session.user, "folder": str(pdf)})


def _goes_by_mail(row: Row[Any]) -> bool:
    return bool(row.address) and not row.is_confidential


class _Sheets:
    """A new folder, for its owner's eyes alone; a sheet's name says no person's."""

    def __init__(self, folder: Path, organization: Organization) -> None:
        from receipts.document_letter import DocumentLetter
        from receipts.letter_page import Letters

        try:
            folder.mkdir(mode=0o700)
        except OSError as trouble:
            raise CashierError(f"{folder} cannot be made ({trouble.strerror}). Name a new folder.") from trouble
        self._folder, self._organization = folder, organization
        self._letters = DocumentLetter(Letters())

    def write(self, row: Row[Any], now: datetime) -> bool:
        """Whether its line says enough for a sheet. Raises CashierError, and nothing is said to be sent."""
        from receipts.member_letter import Addressee, member_letter

        place = self._organization.place("", row.center, "", now.date())
        try:
            paper = letter_paper(row)
            to = Addressee(name=paper.name, address=paper.address, member=paper.member, language=paper.language)
            document = member_letter(paper.line, to, place, now.astimezone(place.time_zone).date())
        except (*MISREAD, UnreadableBody):
            return False
        path = self._folder / f"letter-{paper.letter}.pdf"
        try:
            with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(self._letters.make(document))
        except OSError as trouble:
            raise CashierError(f"{path} cannot be written ({trouble.strerror}). Free some space.") from trouble
        return True
