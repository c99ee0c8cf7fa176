"""What a file of another system, or an invented one, brings to the ledger."""

from dataclasses import dataclass

from cashier.wire import GuarantorRow, MemberRow, StatementRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """People and bills in the ledger's own words. Every statement names a member and a guarantor that are here too."""

    members: tuple[MemberRow, ...]
    guarantors: tuple[GuarantorRow, ...]
    statements: tuple[StatementRow, ...]


def guarantor_row(head: MemberRow) -> GuarantorRow:
    """The guarantor that a family's first member is."""
    return GuarantorRow(
        number=head.guarantor_number, name=f"{head.family_name}, {head.given_names}", region=head.region
    )
