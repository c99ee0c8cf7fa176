"""Where the counter's two halves lie, from the smallest screen to the widest."""

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.theme import scaled
from ui.widgets.card import Card
from ui.widgets.focus_halo import HALO_PX

_PANEL_LEAST_PX, _PANEL_MOST_PX = 344, 368
# The panel grows from its least on the smallest screen to its most on the next, and no further.
_LEFT_SHARE, _PANEL_SHARE = 5, 2


def lay_out(page: QWidget, left: tuple[QWidget, QWidget, QWidget], panel: QWidget) -> None:
    """At the left one above the other, of which the second one grows; at the right the panel on its card."""
    above, below, last = left
    beside = QVBoxLayout()
    beside.setSpacing(14)
    beside.addWidget(above)
    beside.addWidget(below, 1)
    beside.addWidget(last)
    card = Card(padding=20, parent=page)
    card.setMinimumWidth(scaled(page, _PANEL_LEAST_PX))
    card.setMaximumWidth(scaled(page, _PANEL_MOST_PX))
    # Whatever changes in the panel is painted over a ground of its own, the focus halo too: nothing under it is drawn.
    card.body.setContentsMargins(20 - HALO_PX, 18 - HALO_PX, 20 - HALO_PX, 14 - HALO_PX)
    card.body.addWidget(panel)
    panel.setContentsMargins(HALO_PX, HALO_PX, HALO_PX, HALO_PX)
    panel.setBackgroundRole(QPalette.ColorRole.Base)
    panel.setAutoFillBackground(True)
    layout = QHBoxLayout(page)
    layout.setContentsMargins(20, 18, 20, 20)
    layout.setSpacing(20)
    layout.addLayout(beside, _LEFT_SHARE)
    layout.addWidget(card, _PANEL_SHARE)
