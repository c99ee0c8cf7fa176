"""A statement's lines and its guarantor's mail address: brought by billing systems, asked for when a copy is made."""

import json
from collections.abc import Sequence

from sqlalchemy import Connection, text

from cashier.ledger.keeping import NobodyKnown
from cashier.ledger.loading import Merged, Refusal
from cashier.wire import ChargeRow, StatementDetailsRow
from cashier.wire_billing import BilledLine, MailAddress

_UNKNOWN_STATEMENTS = text(
    "SELECT number FROM unnest(CAST(:numbers AS text[])) AS asked (number) EXCEPT SELECT number FROM statements "
    "WHERE number = ANY(CAST(:numbers AS text[]))"
)
_UNKNOWN_GUARANTORS = text(
    "SELECT number FROM unnest(CAST(:numbers AS text[])) AS asked (number) EXCEPT SELECT number FROM guarantors "
    "WHERE number = ANY(CAST(:numbers AS text[]))"
)
_BEGIN_ANEW = text("DELETE FROM statement_lines WHERE statement_number = ANY(CAST(:numbers AS text[]))")
_ADD_LINES = text(
    """
    INSERT INTO statement_lines AS known (statement_number, place, service_date, words, cents)
    SELECT statement_number, place, service_date, words, cents
    FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS line (
        statement_number text, place integer, service_date date, words text, cents bigint)
    ON CONFLICT (statement_number, place) DO UPDATE SET
        service_date = excluded.service_date, words = excluded.words, cents = excluded.cents
    """
)
_ADD_ADDRESSES = text(
    """
    INSERT INTO mail_addresses AS known (guarantor_number, address)
    SELECT guarantor_number, ARRAY(SELECT jsonb_array_elements_text(address))
    FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS mail (guarantor_number text, address jsonb)
    ON CONFLICT (guarantor_number) DO UPDATE SET address = excluded.address
    """
)
# A confidential statement is its member's own matter: it is never addressed to who pays (California Civil Code 56.107).
_WHO = text(
    """
    SELECT CASE WHEN confidential THEN member.family_name || ', ' || member.given_names ELSE payer.name END
               AS addressee,
           CASE WHEN confidential THEN NULL ELSE mail.address END AS address
    FROM statements AS bill JOIN members AS member ON member.number = bill.member_number
    JOIN guarantors AS payer ON payer.number = bill.guarantor_number
    LEFT JOIN mail_addresses AS mail ON mail.guarantor_number = bill.guarantor_number
    WHERE bill.number = :number
    """
)
_LINES = text("SELECT service_date, words, cents FROM statement_lines WHERE statement_number = :number ORDER BY place")


def load_lines(connection: Connection, lines: Sequence[BilledLine]) -> Merged:
    """Keep statements' lines, in their order. A line at place 1 begins its statement's lines anew."""
    unknown = set(connection.scalars(_UNKNOWN_STATEMENTS, {"numbers": list({line.number for line in lines})}))
    known = {(line.number, line.place): line for line in lines if line.number not in unknown}
    connection.execute(_BEGIN_ANEW, {"numbers": [number for number, place in known if place == 1]})
    rows = [line.model_dump(mode="json") for line in known.values()]
    connection.execute(_ADD_LINES, {"rows": json.dumps(rows)})
    return Merged(new=len(rows), refused=[_unknown(number, "statement") for number in sorted(unknown)])


def load_addresses(connection: Connection, addresses: Sequence[MailAddress]) -> Merged:
    """Keep guarantors' mail addresses; of two for one guarantor the last counts."""
    newest = {address.number: address for address in addresses}
    unknown = set(connection.scalars(_UNKNOWN_GUARANTORS, {"numbers": list(newest)}))
    rows = [address.model_dump(mode="json") for number, address in newest.items() if number not in unknown]
    connection.execute(_ADD_ADDRESSES, {"rows": json.dumps(rows)})
    return Merged(new=len(rows), refused=[_unknown(number, "guarantor") for number in sorted(unknown)])


def statement_details(connection: Connection, number: str) -> StatementDetailsRow:
    """What a copy of this statement shows beside its sums. Raises NobodyKnown."""
    who = connection.execute(_WHO, {"number": number}).first()
    if who is None:
        raise NobodyKnown("The ledger does not know this statement.")
    charges = tuple(ChargeRow(**row) for row in connection.execute(_LINES, {"number": number}).mappings())
    return StatementDetailsRow(addressee=who.addressee, address=tuple(who.address or ()), charges=charges)


def _unknown(number: str, whose: str) -> Refusal:
    sentence = f"{whose}_number names a {whose} that the ledger does not know. Load the {whose} first, or correct it."
    return Refusal(number=number, field=f"{whose}_number", sentence=sentence)
