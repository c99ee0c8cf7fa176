"""Watches the drawer by the sensor in its cable, where there is one: whether it stands open, and for how long."""

LEFT_OPEN_S = 30.0
LOOK_S, LOOK_SOON_S = 2.0, 0.5  # While it stands open, and until its sensor has said so.
_SPRINGS_OPEN_S = 0.6  # A drawer needs a moment: what the sensor says before says nothing of it.
_IN_HAND_S = 2.0  # Later somebody may have shut it again.


class DrawerWatch:
    """``open_is_high``: what the sensor's pin says of an open drawer; None for a drawer without a sensor."""

    def __init__(self, *, open_is_high: bool | None) -> None:
        self._open_is_high = open_is_high
        self._since_s: float | None = None
        self._is_told = False
        self._awaited_s: float | None = None  # When it was told to open, until its sensor has said so.
        self._is_unconfirmed = False

    def pulsed(self, now_s: float) -> None:
        """It was told to open: what the sensor says next is looked at soon."""
        if self._open_is_high is not None and self._since_s is None:
            self._since_s, self._is_told = now_s, False
            self._awaited_s = now_s

    def hear(self, *, pin_is_high: bool | None, now_s: float) -> None:
        """What the printer says of the pin; None where it said nothing."""
        if self._open_is_high is None or pin_is_high is None:
            return
        if pin_is_high is self._open_is_high:
            self._awaited_s = None
        elif self._awaited_s is not None and now_s - self._awaited_s < _SPRINGS_OPEN_S:
            return
        if pin_is_high is not self._open_is_high:
            self._is_unconfirmed |= self._awaited_s is not None and now_s - self._awaited_s <= _IN_HAND_S
            self._since_s = self._awaited_s = None
        elif self._since_s is None:
            self._since_s, self._is_told = now_s, False

    def words(self, *, pin_is_high: bool | None) -> str:
        """What the sensor says now, for who sets it up."""
        if pin_is_high is None:
            return "says nothing"
        if self._open_is_high is None:
            return f"none set up; its pin is {'high' if pin_is_high else 'low'}"
        return "open" if pin_is_high is self._open_is_high else "shut"

    @property
    def is_open(self) -> bool:
        return self._since_s is not None

    @property
    def look_s(self) -> float | None:
        """After how many seconds to look at it; None while there is nothing to see."""
        if not self.is_open:
            return None
        return LOOK_S if self._awaited_s is None else LOOK_SOON_S

    def is_unconfirmed(self) -> bool:
        """Whether it was told to open and its sensor never said so; only the first time that it is asked."""
        was, self._is_unconfirmed = self._is_unconfirmed, False
        return was

    def is_left_open(self, now_s: float) -> bool:
        """Whether it stands open for longer than handing out change takes."""
        return self._since_s is not None and now_s - self._since_s >= LEFT_OPEN_S

    def is_news(self, now_s: float) -> bool:
        """The same, but only the first time that it is asked of one opening."""
        is_first = self.is_left_open(now_s) and not self._is_told
        self._is_told |= is_first
        return is_first
