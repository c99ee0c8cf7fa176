"""What the banner says of a receipt printer that has no paper, or will have none soon, with the way out. No Qt."""

from cashier.usecases.ports.devices import PrinterStatus

_WAYS_OUT = {
    "out of paper": "is out of paper. Put in a new roll",
    "cover open": "has its cover open. Close it",
    "cutter stuck": "has its cutter stuck. Open it, free the paper and close it, or switch it off and on",
    "paper jammed": "has its paper jammed. Open it, take the paper out and close it",
    "too hot": "is too hot. It goes on by itself when it is cooler",
    "needs repair": "needs repair. Switch it off and on once; if that does not help, call support",
    "offline": "is offline. Press its feed button, or switch it off and on",
    "does not answer": "does not answer. See that it is switched on and its cable is in",
    "may not be opened by this user": "may not be opened by this user. Add the user to its device's group",
    "is in use by another program": "is in use by another program. End that one, or take its queue away",
    "is not known to Windows by that name": "is not known to Windows by that name. Set it up there, or call support",
    "has its queue stopped": "has its queue stopped. Start the queue again",
}


def printer_notice(status: PrinterStatus, *, at: str = "", other: str = "") -> str:
    """The sentence; empty while all is well. ``at``: the other printer, where paper is to come out now; ``other``: its
    name, where there is one to choose.
    """
    which = f"The receipt printer ({at})" if at else "The receipt printer"
    if status.ready and status.drawer_left_open:
        return "The drawer stands open. Close it; how long it was open is on record."
    if status.ready:
        return f"{which} is nearly out of paper. Have the next roll ready." if status.near_end else ""
    way_out = _WAYS_OUT.get(status.words, f"{status.words}. See to it")
    back = "this desk's printer" if at else other
    choice = f", or choose {back} on the Desk page" if back else ""
    return f"{which} {way_out}{choice}: what waits comes out then."
