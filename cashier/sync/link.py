"""How the desk stands with its ledger: what both lanes met, as the one state that the strip and the banner say."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from cashier.domain.link_words import LinkState
from cashier.domain.times import Clock

POSTING_LANE = "push"  # What this one sends is posted, whatever the other one hears.


@dataclass(frozen=True, slots=True, kw_only=True)
class _Trouble:
    """Why a lane gets nowhere, since when, and whether only a person can mend it."""

    sentence: str
    since: datetime
    stopped: bool


class Link:
    """Both lanes report here, each from its own thread; anybody may read.

    ``heard`` gets the state after every report, on the reporting lane's thread, also if only the figures behind it may
    have changed. ``came_back`` is called when a lane that had trouble got an answer, so that the other tries at once.
    """

    def __init__(
        self, clock: Clock, *, heard: Callable[[LinkState], None], came_back: Callable[[], None] = lambda: None
    ) -> None:
        self._clock = clock
        self._heard = heard
        self._came_back = came_back
        self._guard = threading.Lock()
        self._troubles: dict[str, _Trouble] = {}
        self._online_since: datetime | None = None
        self._posts = False
        self._is_mended = False
        self._ended = ""

    def state(self) -> LinkState:
        """The state now, from any thread."""
        with self._guard:
            return self._state()

    def is_dead_for(self, other_than: str) -> bool:
        """Whether another lane than this one got no answer, either, and nobody has mended anything since."""
        with self._guard:
            return bool(self._troubles.keys() - {other_than}) and not self._is_mended

    def look_again(self) -> None:
        """Something was mended: no lane rests before it has asked once more."""
        with self._guard:
            self._is_mended = True

    def ended(self, sentence: str) -> None:
        """Nothing comes to this desk any more, and this is said of it in place of what lanes meet; empty: it is not."""
        with self._guard:
            if self._ended == sentence:
                return
            self._ended = sentence
            state = self._state()
        self._heard(state)

    def answered(self, lane: str) -> None:
        """The ledger gave this lane an answer that holds."""
        with self._guard:
            had_trouble = self._troubles.pop(lane, None) is not None
            self._posts |= lane == POSTING_LANE
            if self._troubles:
                self._online_since = None
            elif self._online_since is None:
                self._online_since = self._clock()
            state = self._state()
        self._heard(state)
        if had_trouble:
            self._came_back()

    def failed(self, lane: str, sentence: str, *, stopped: bool = False) -> None:
        """This lane got no answer, or one that a person has to look into (``stopped``)."""
        with self._guard:
            before = self._troubles.get(lane)
            since = before.since if before else self._clock()
            self._posts &= lane != POSTING_LANE
            self._troubles[lane] = _Trouble(sentence=sentence, since=since, stopped=stopped)
            self._online_since = None
            self._is_mended = False
            state = self._state()
        self._heard(state)

    def _state(self) -> LinkState:
        if self._ended:
            since = min((trouble.since for trouble in self._troubles.values()), default=self._online_since)
            return LinkState(
                online=False, since=since or self._clock(), trouble=self._ended, stopped=True, posts=self._posts
            )
        if not self._troubles:
            return LinkState(online=self._online_since is not None, since=self._online_since)
        worst = max(self._troubles.values(), key=lambda trouble: trouble.stopped)
        since = min(trouble.since for trouble in self._troubles.values())
        posts = worst.stopped and self._posts
        return LinkState(online=False, since=since, trouble=worst.sentence, stopped=worst.stopped, posts=posts)
