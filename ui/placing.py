"""Where the windows stand: the desk fits its screen, and the demo's papers stand beside it, never over it."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

_FRAME_PX = 48  # A window manager's title bar and borders take no more.


def show_desk(desk: QWidget, *, wanted: QSize, beside_px: int) -> None:
    """Show the desk as large as wanted, or all over a screen that is smaller.

    Where the screen has room for something ``beside_px`` wide too, the desk stands at its left edge.
    """
    free = desk.screen().availableGeometry()
    room = free.size() - QSize(0, _FRAME_PX)
    desk.resize(wanted.boundedTo(room))
    if room.width() < wanted.width() or room.height() < wanted.height():
        desk.showMaximized()
        return
    if beside_px and free.width() >= wanted.width() + beside_px:
        desk.move(free.topLeft())
    desk.show()


def show_beside(papers: QWidget, desk: QWidget) -> None:
    """Show ``papers`` at the right of the desk; where there is no room, as an icon that the user may open."""
    free, left = desk.screen().availableGeometry(), desk.frameGeometry().right() + 1
    if left + papers.width() > free.right() + 1:
        papers.showMinimized()
        return
    papers.move(left, desk.frameGeometry().top())
    papers.show()
