"""B9-waiting: the same as B9 while every desk also waits for what changes, as its pull lane does."""

from tests.bench.figures import Outcome
from tests.bench.many_desks import measured


def measure(quick: bool) -> Outcome:
    """See `many_desks.measured`."""
    return measured("B9-waiting", quick=quick, listening=True)
