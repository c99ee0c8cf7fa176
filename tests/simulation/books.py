"""What the office did, counted by hand, and what of it is done again when the ledger lost it."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from cashier.domain.errors import Refused

Act = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Done:
    """An act, and what it moved: cents by kind of account, as debits less credits, and by guarantor who owes more."""

    act: Act
    moved: Mapping[str, int]
    owed: Mapping[str, int]


@dataclass(slots=True)
class Books:
    """``moved`` and ``owed`` are sums over all that was done. ``done``: in order, since the first day."""

    moved: Counter[str] = field(default_factory=Counter)
    owed: Counter[str] = field(default_factory=Counter)
    done: list[Done] = field(default_factory=list)

    def do(self, act: Act, moved: Mapping[str, int], owed: Mapping[str, int]) -> Done:
        """Raises Refused, and then nothing was done."""
        act()
        done = Done(act, moved, owed)
        self.done.append(done)
        self._count(moved, owed, 1)
        return done

    def do_again(self, since: int) -> int:
        """What was done since then is done again where it still may be. Returns how much of it may not."""
        again, self.done = self.done[since:], self.done[:since]
        refused = 0
        for one in again:
            try:
                one.act()
            except Refused:
                self._count(one.moved, one.owed, -1)
                refused += 1
            else:
                self.done.append(one)
        return refused

    def _count(self, moved: Mapping[str, int], owed: Mapping[str, int], sign: int) -> None:
        for sums, more in ((self.moved, moved), (self.owed, owed)):
            for name, cents in more.items():
                sums[name] += sign * cents
