"""B3: from Enter on a member who was found to the open balances painted, in the real window."""

import sqlite3
from collections.abc import Iterable
from itertools import islice

from PySide6.QtCore import Qt

from tests.bench.figures import Outcome, Watch, ratio, share
from tests.bench.heavy import HEAVY_MEMBERS, OPEN_STATEMENTS, STATEMENTS_A_VISIT, VISITS
from tests.bench.payers import Payer, heavy_payers, payers
from tests.bench.place import ROSA, Devices, bench_desk
from tests.bench.window import Driver, open_window

_MEMBERS, _OPENINGS, _WARM_UP = 200_000, 1_000, 50
_EVERY = 50  # Of those who have something to pay: from everywhere in the directory.


def measure(quick: bool) -> Outcome:
    """Members as they come, and those with a long history apart."""
    members, openings, warm_up = (2_000, 10, 3) if quick else (_MEMBERS, _OPENINGS, _WARM_UP)
    people = list(islice(payers(members), 0, None, 1 if quick else _EVERY))
    people = (people * (1 + (openings + warm_up) // len(people)))[: openings + warm_up]
    heavy = list(islice(heavy_payers(), 5 if quick else None))
    usual, long, floor = Watch(), Watch(), Watch()
    with bench_desk(members, Devices()) as folder, open_window(folder) as desk:
        desk.sign_in(*ROSA)
        plain = _plain_statements(heavy)
        _open_all(desk, people[:warm_up], Watch())
        _open_all(desk, people[warm_up:], usual)
        _open_all(desk, heavy[:2], Watch())
        for person in heavy:
            _open_all(desk, [person], long)
            with floor:
                plain.execute("SELECT * FROM statements WHERE member = ?", (person.number,)).fetchall()
        plain.close()
    return Outcome(
        bench="B3",
        workload=f"Enter on the member found until the whole window is painted, off screen: {openings} members of "
        f"{members:,}, and {HEAVY_MEMBERS} with {VISITS} visits, {VISITS * STATEMENTS_A_VISIT:,} statements, "
        f"{OPEN_STATEMENTS} of them open",
        figures={
            "p50_ms": share(usual.times_s, 50),
            "p99_ms": share(usual.times_s, 99),
            "heavy_p99_ms": share(long.times_s, 99),
            "members": usual.spread,
            "heavy": long.spread,
            "floor": {"their rows in plain SQLite": floor.spread},
            "heavy_ratio": ratio(long.times_s, floor.times_s),
        },
    )


def _open_all(desk: Driver, people: Iterable[Payer], watch: Watch) -> None:
    for person in people:
        desk.find(person.two_identifiers)
        desk.paint_all()
        with watch:
            desk.press(Qt.Key.Key_Return)
            desk.paint_all()
        desk.let_go_on()


def _plain_statements(people: Iterable[Payer]) -> sqlite3.Connection:
    """The statements of the heavy ones in the least that can answer whose they are."""
    plain = sqlite3.connect(":memory:")
    names = list(type(next(iter(people)).statements[0]).model_fields)
    plain.execute(f"CREATE TABLE statements (member TEXT, {', '.join(f'{name} TEXT' for name in names)})")
    plain.execute("CREATE INDEX of_member ON statements (member)")
    for person in people:
        plain.executemany(
            f"INSERT INTO statements VALUES ({', '.join('?' * (len(names) + 1))})",
            [(person.number, *map(str, bill.model_dump(mode="json").values())) for bill in person.statements],
        )
    return plain
