"""The card terminal of a desk that has none."""

from typing import NoReturn

from cashier.domain.errors import DeviceTrouble

NONE_HERE = "This desk has no card terminal. Take cash, a check or a money order."


class AbsentTerminal:
    """`ports.CardTerminal` that says there is none, whatever it is asked."""

    name = ""

    def _there_is_none(self, *_asked: object, **_named: object) -> NoReturn:
        raise DeviceTrouble(NONE_HERE)

    sale = status = abort = reverse = diagnose = _there_is_none
