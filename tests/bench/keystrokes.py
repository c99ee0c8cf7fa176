"""B1: from a letter typed in the finder to its results painted, in the real window."""

from collections.abc import Iterator
from itertools import islice
from random import Random

from PySide6.QtCore import Qt

from cashier.domain.scan import fold
from tests.bench.bare import BareWindow
from tests.bench.figures import Figure, Outcome, Watch, share
from tests.bench.place import ROSA, SEED, Devices, bench_desk
from tests.bench.plain import Person, plain_people
from tests.bench.window import Driver, open_window

_NAMES, _WARM_UP = 400, 50
_LETTERS = 6


def measure(quick: bool) -> Outcome:
    """Each letter of each name counts."""
    sizes = (2_000,) if quick else (200_000, 1_000_000)
    names, warm_up = (8, 2) if quick else (_NAMES, _WARM_UP)
    figures: dict[str, Figure] = {"p50_ms": 0.0, "p99_ms": 0.0, "p99_cpu_ms": 0.0}
    for members in sizes:
        painted, floor = _measured(members, names, warm_up)
        figures["p50_ms"] = max(figures["p50_ms"], share(painted.times_s, 50))
        figures["p99_ms"] = max(figures["p99_ms"], share(painted.times_s, 99))
        figures["p99_cpu_ms"] = max(figures["p99_cpu_ms"], share(painted.cpu_s, 99))
        figures[f"of_{members}"] = painted.spread
        figures[f"floor_of_{members}"] = {"a bare line and table": floor.spread}
    return Outcome(
        bench="B1",
        workload=f"a letter typed into the finder until the whole window of 1440 x 900 is painted, off screen: the "
        f"first {_LETTERS} of {names} surnames after {warm_up}, {' and '.join(f'{size:,}' for size in sizes)} members",
        figures=figures,
    )


def _measured(members: int, names: int, warm_up: int) -> tuple[Watch, Watch]:
    painted, floor = Watch(), Watch()
    with plain_people(members) as plain, bench_desk(members, Devices()) as folder, open_window(folder) as desk:
        desk.sign_in(*ROSA)
        bare = BareWindow(plain)
        surnames = _surnames(plain.some())
        for name in islice(surnames, warm_up):
            _type(name, desk, Watch(), bare, Watch())
        for name in islice(surnames, names):
            _type(name, desk, painted, bare, floor)
        bare.close()
    return painted, floor


def _type(name: str, desk: Driver, painted: Watch, bare: BareWindow, floor: Watch) -> None:
    """Letter by letter, in both windows by turns; then both are empty again."""
    desk.window.activateWindow()
    for letter in name:
        with painted:
            desk.type(letter)
            desk.paint_all()
        with floor:
            bare.type(letter)
    desk.press(Qt.Key.Key_Escape)
    desk.paint_all()
    bare.clear()


def _surnames(people: list[Person]) -> Iterator[str]:
    """Their beginnings as a cashier types them, as often as people bear them."""
    chance = Random(SEED)
    typed = [name[:_LETTERS] for person in people if (name := fold(person.family_name)).isascii()]
    while True:
        yield chance.choice(typed)
