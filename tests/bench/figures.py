"""How a measurement is said: its workload, the machine's load, its figures, and its floor of the same run."""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter, thread_time
from typing import Any

Figure = Any  # A number, words, or figures by name; what JSON can say.


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one bench found. ``figures`` in the order of printing; units last in their names."""

    bench: str
    workload: str
    figures: Mapping[str, Figure]

    def as_json(self, load: str) -> str:
        """One object on one line."""
        said = {"bench": self.bench, "workload": self.workload, "load": load, **self.figures}
        return json.dumps(said, ensure_ascii=False)

    def as_text(self, load: str) -> str:
        """The same for people."""
        width = max(len(name) for name in self.figures)
        lines = [self.bench, f"  {self.workload}", f"  load {load}"]
        for name, figure in self.figures.items():
            lines += [f"  {name:<{width}}  {line}" for line in _lines_of(figure)]
        return "\n".join(lines)


def _lines_of(figure: Figure) -> list[str]:
    if not isinstance(figure, Mapping):
        return [str(figure)]
    return [f"{name}: {value}" for name, value in figure.items()]


def load() -> str:
    """The load of the last minute and how many processors share it."""
    return f"{os.getloadavg()[0]:.2f} on {os.cpu_count()} processors"


def share(times_s: Sequence[float], of_hundred: float) -> float:
    """The time that so many of a hundred stay within, in milliseconds."""
    in_order = sorted(times_s)
    place = min(len(in_order) - 1, int(len(in_order) * of_hundred / 100))
    return round(in_order[place] * 1000, 3)


def spread(times_s: Sequence[float], cpu_s: Sequence[float] = ()) -> dict[str, Figure]:
    """How often, and p50, p95, p99 and the longest in milliseconds; beside p99 what the processor worked of it.

    On a busy machine the two differ by what others took.
    """
    figures: dict[str, Figure] = {"n": len(times_s)}
    if times_s:
        figures |= {f"p{of_hundred}_ms": share(times_s, of_hundred) for of_hundred in (50, 95, 99)}
        figures["max_ms"] = share(times_s, 100)
    if cpu_s:
        figures["p99_cpu_ms"] = share(cpu_s, 99)
    return figures


def ratio(times_s: Sequence[float], floor_s: Sequence[float], *, pairs: int = 5) -> float:
    """The median, over stretches measured side by side, of the ratio of both medians."""
    step, floor_step = len(times_s) // pairs, len(floor_s) // pairs
    return round(
        median(
            median(times_s[place * step : (place + 1) * step])
            / median(floor_s[place * floor_step : (place + 1) * floor_step])
            for place in range(pairs)
        ),
        2,
    )


class Watch:
    """Stops the time of what stands in its ``with``, again and again: what passed, and what this thread worked."""

    def __init__(self) -> None:
        self.times_s: list[float] = []
        self.cpu_s: list[float] = []
        self._since_s = 0.0
        self._cpu_since_s = 0.0

    def __enter__(self) -> None:
        self._cpu_since_s = thread_time()
        self._since_s = perf_counter()

    def clear(self) -> None:
        """Forget what was measured: it was to warm up."""
        self.times_s.clear()
        self.cpu_s.clear()

    @property
    def spread(self) -> dict[str, Figure]:
        """See `spread`."""
        return spread(self.times_s, self.cpu_s)

    def __exit__(self, *_: object) -> None:
        self.times_s.append(perf_counter() - self._since_s)
        self.cpu_s.append(thread_time() - self._cpu_since_s)
