"""A day script's checks get their backs: by slip, by stamp, or one after the other in the printer's slip station."""

from time import monotonic

from cashier.domain.endorsement import EndorsedHow, Endorsement, endorsements
from cashier.domain.errors import DeviceTrouble
from cashier.domain.people import Staff
from cashier.doors.replay_desk import ReplayDesk
from cashier.doors.replay_script_papers import Endorse
from cashier.usecases.endorse import endorse, note_endorsed
from cashier.usecases.ports.slip import SlipStep

_WITHIN_S = 20.0
_WAITS = frozenset({SlipStep.TURN, SlipStep.INSERT, SlipStep.WORKING})


def endorsed(receipt: str, act: Endorse, at: ReplayDesk, staff: Staff) -> tuple[Endorsement, ...]:
    """Raises Refused, and DeviceTrouble where a check was not written on."""
    how = EndorsedHow(act.how)
    if how is EndorsedHow.SLIP:
        return endorse(receipt, at.desk, staff, mailed=act.mailed)
    with at.desk.open_reading() as work:
        lines = tuple(numbered.line for numbered in work.journal.receipt(receipt))
    place = at.desk.place
    backs = endorsements(lines, place.payees, mailed=act.mailed, table=place.rules.tenders)
    if how is EndorsedHow.STAMPED or not backs:
        return note_endorsed(receipt, tuple(range(len(backs))), how, at.desk, staff, mailed=act.mailed)
    for which, back in enumerate(backs):
        _write(back, at)
        note_endorsed(receipt, (which,), how, at.desk, staff, mailed=act.mailed)
    return backs


def _write(back: Endorsement, at: ReplayDesk) -> None:
    slips = at.printer.slips if at.printer is not None else None
    if at.printer is None or slips is None:
        raise DeviceTrouble("This desk's printer has no place for checks. Stamp them, or print a slip.")
    at.slips.clear()
    slips.ask(0, back.lines)
    until_s = monotonic() + _WITHIN_S
    while not at.slips or at.slips[-1].step in _WAITS:
        if monotonic() > until_s:
            slips.stop()
        at.printer.step()
    if at.slips[-1].step is not SlipStep.REMOVE:
        raise DeviceTrouble("The printer wrote nothing on the check. Put it in, turned over, and try again.")
