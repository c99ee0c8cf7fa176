"""Whether there is a screen to open a window on: Qt itself would end the process with a guess at the cause."""

import os
import sys

from cashier.domain.errors import CashierError

_NAMES = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def check_screen() -> None:
    """Raises CashierError where no window can be opened."""
    if sys.platform == "linux" and not any(os.environ.get(name) for name in _NAMES):
        raise CashierError(
            "There is no screen to open the window on. Start it in a desktop session, or use demo --no-window."
        )
