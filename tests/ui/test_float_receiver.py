"""Who takes the float to the safe is refused beside the field, with all that was typed in place."""

import pytest
from PySide6.QtCore import Qt

from cashier.domain.line import LineKind
from tests.ui.desk_driver import ALT, DeskDriver
from tests.ui.test_drawer_page import count, fill, lines_of, page

__all__ = ["page"]


@pytest.mark.parametrize("typed", ["the courier", "x"])
def test_a_word_that_names_nobody_is_refused_beside_the_field(page: DeskDriver, typed: str) -> None:
    page.press(Qt.Key.Key_C, ALT)
    count(page, 13)
    fill(page, "3318")
    fill(page, "T-118", typed, "OAK-771-0412", "OAK-771-0413")
    page.press(Qt.Key.Key_F4)

    page.qtbot.waitUntil(lambda: page.focus_name() == "Taken to the safe by")
    assert lines_of(page, LineKind.SHIFT_CLOSED) == []
    assert "Nobody of the staff" in page.focus().accessibleDescription()
    page.focus().setProperty("text", "")
    fill(page, "helen")
    page.press(Qt.Key.Key_F4)

    page.qtbot.waitUntil(lambda: len(lines_of(page, LineKind.SHIFT_CLOSED)) == 1)
    (z,) = lines_of(page, LineKind.SHIFT_CLOSED)
    assert z.facts["received_by"] == "Helen Park"
