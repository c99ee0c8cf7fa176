"""Paper of a drawer whose cashier was not here: both who counted it stand on it, and sign."""

from cashier.domain.absent import absent_in
from cashier.domain.drawer_count import COUNT_AGAIN, read_attempt
from cashier.domain.line import Line
from cashier.domain.place import Place
from cashier.domain.z_report import ZReport
from receipts.document import Block, Pair, Rule, Text
from receipts.slip_parts import count_blocks, sign_blocks


def absent_count_blocks(line: Line, _copy: int, _place: Place) -> tuple[str, list[Block]]:
    """One count; what should be there stands nowhere (R1). Raises UnreadableBody, KeyError or TypeError."""
    attempt, said = read_attempt(line), absent_in(line)
    if said is None:
        raise KeyError("absent")
    words = "It matches." if attempt.matches else "It does not match." if attempt.is_enough else COUNT_AGAIN
    return "COUNTED WITHOUT ITS CASHIER", [
        Pair(left="Drawer of", right=said["cashier_name"]),
        Pair(left="Count", right=str(attempt.number)),
        Rule(),
        *count_blocks(attempt.count),
        Pair(left="Counted", right=str(attempt.amount), bold=True),
        Text(text=words, bold=True),
        Rule(),
        Pair(left="Counted by", right=said["by_name"]),
        Pair(left="Counted along", right=said["witness_name"]),
        *sign_blocks(said["by_name"]),
        *sign_blocks(said["witness_name"]),
    ]


def signed_blocks(line: Line, z: ZReport) -> list[Block]:
    """Who stands for a Z report: its cashier and who signed a difference, or the two who closed it without them."""
    said = absent_in(line)
    if said is None:
        signed: list[Block] = [Pair(left="Signed by", right=z.said["approver_name"])] if z.said["approver_name"] else []
        return [*signed, *sign_blocks(z.staff_name)]
    return [
        Rule(),
        Text(text=f"Counted and closed without {z.staff_name}", bold=True),
        Pair(left="By", right=said["by_name"]),
        Pair(left="Counted along", right=said["witness_name"]),
        *sign_blocks(said["by_name"]),
        *sign_blocks(said["witness_name"]),
    ]
