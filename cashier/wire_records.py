"""What a desk asks of the center's lines for somebody who reads them, and what the ledger answers.

``POST /v1/desks/{desk}/office/records``        RecordsAsked → RecordsTold
``POST /v1/desks/{desk}/office/records/export`` RecordsExport → RecordsTable
The desk signs the request and names who is signed in; the ledger looks up what this person may.
"""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from cashier.domain.records import RecordGroup
from cashier.wire import Message
from cashier.wire_office import User

Name = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]


class RecordsAsked(Message):
    """Lines that were written from ``since`` on and before ``until``."""

    v: Literal[1] = 1
    staff: User
    since: AwareDatetime
    until: AwareDatetime
    who: Name = ""
    desk: Name = ""
    group: RecordGroup = RecordGroup.ALL


class RecordsExport(RecordsAsked):
    """``line_id`` is made before the first attempt."""

    line_id: UUID
    reason: Annotated[str, Field(min_length=1, max_length=500, pattern=r"^[^\x00]*$")]


class RecordRow(Message):
    """A line; ``words`` say what it is about."""

    at: AwareDatetime
    desk: str
    sequence: int
    user: str
    name: str
    kind: str
    words: str
    cents: int | None = None


class RecordsTold(Message):
    """The latest first; ``more`` where there are others."""

    v: Literal[1] = 1
    rows: tuple[RecordRow, ...] = Field(max_length=1_000)
    more: bool


class RecordsTable(Message):
    """CSV."""

    v: Literal[1] = 1
    table: str
