"""Whether there is a screen to open a window on: Qt itself would end the process with a guess at the cause."""

import ctypes
import os
import sys

from cashier.domain.errors import CashierError

_NAMES = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
_XCB = "libxcb.so.1"  # What Qt itself reaches the screen with.


def check_screen() -> None:
    """Raises CashierError where no window can be opened."""
    if sys.platform != "linux":
        return
    display, *others = (os.environ.get(name) for name in _NAMES)
    if not display and not any(others):
        raise CashierError(
            "There is no screen to open the window on. Start it in a desktop session, or use demo --no-window."
        )
    if display and not any(others) and not _answers():
        raise CashierError(
            f"The screen {display}, which DISPLAY names, does not answer or lets nobody in. Start it in a desktop "
            "session, or use demo --no-window."
        )


def _answers() -> bool:
    """Whether the X server of DISPLAY lets us in; where its library is missing, Qt says so."""
    try:
        xcb = ctypes.CDLL(_XCB)
    except OSError:
        return True
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = (ctypes.c_char_p, ctypes.c_void_p)
    xcb.xcb_connection_has_error.argtypes = (ctypes.c_void_p,)
    xcb.xcb_disconnect.argtypes = (ctypes.c_void_p,)
    connection = xcb.xcb_connect(None, None)
    try:
        return not xcb.xcb_connection_has_error(connection)
    finally:
        xcb.xcb_disconnect(connection)
