"""Whatever is done to a year's file is found, whoever does it: each fault has its sentence."""

import gzip
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cashier.domain.chain import chained, first_link
from cashier.domain.line import Line
from cashier.domain.money import Money
from cashier.domain.transfer import Transfer
from cashier.domain.year_proof import FILE_KIND, FILE_VERSION
from cashier.exchange.year_file import YearFileTrouble, YearProof, prove_year
from tests.domain.drawer_lines import closed, shift_lines

DESK = "OAK3"
Rows = list[list[Any]]


def rows_of(lines: list[Line], *, before: int = 0, link: str = first_link(DESK)) -> Rows:
    """As the ledger files them, each booked whole."""
    rows: Rows = []
    for place, line in enumerate(lines, start=before + 1):
        body = line.body().decode()
        link = chained(link, place, body.encode())
        booked = [[at, transfer.amount.cents] for at, transfer in enumerate(line.transfers)]
        rows.append([DESK, place, link, "posted", body, booked])
    return rows


def head_of(rows: Rows, *, before: int = 0, link: str = first_link(DESK), **more: Any) -> dict[str, Any]:
    end = {"through": rows[-1][1], "chain": rows[-1][2], "standing": rows[-1][1], "standing_chain": rows[-1][2]}
    stretch = {"desk": DESK, "center": "OAK", "before": before, "link": link, **end, **more}
    return {"what": FILE_KIND, "v": FILE_VERSION, "year": 2026, "epoch": "e", "made_at": "now", "desks": [stretch]}


def written(folder: Path, head: dict[str, Any], rows: Rows, name: str = "year.gz") -> Path:
    path = folder / name
    path.write_bytes(gzip.compress("".join(json.dumps(one) + "\n" for one in (head, *rows)).encode()))
    return path


def a_day() -> list[Line]:
    return [*shift_lines(), closed()]


def proved(folder: Path, rows: Rows, **more: Any) -> YearProof:
    return prove_year(written(folder, head_of(rows, **more), rows))


def test_a_days_lines_hold_and_are_counted(tmp_path: Path) -> None:
    proof = proved(tmp_path, rows_of(a_day()))

    assert proof.problems == []
    assert (proof.lines, proof.z_reports) == (len(a_day()), 1)
    assert proof.transfers == sum(len(line.transfers) for line in a_day())
    assert len(proof.sha256) == 64


def _alter(rows: Rows) -> None:
    rows[1][4] = rows[1][4].replace('"staff":"rosa"', '"staff":"luis"')


def _lose(rows: Rows) -> None:
    del rows[1]


def _book(rows: Rows) -> None:
    paid = next(row for row in rows if row[5])
    paid[5][0][1] += 1


def _name_nobody(rows: Rows) -> None:
    rows.insert(1, ["OAK9", 1, "0" * 64, "posted", "{}", []])


def _swap(rows: Rows) -> None:
    rows[0][4], rows[1][4] = rows[1][4], rows[0][4]


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (_alter, "was altered"),
        (_swap, "was altered"),
        (_lose, "lines are missing"),
        (_book, "booked otherwise"),
        (_name_nobody, "does not name that desk"),
        (lambda rows: rows.pop(), "the file ends at line"),
    ],
)
def test_each_harm_is_found(tmp_path: Path, harm: Callable[[Rows], object], words: str) -> None:
    rows = rows_of(a_day())
    head = head_of(rows)
    harm(rows)
    proof = prove_year(written(tmp_path, head, rows))

    assert any(words in problem for problem in proof.problems), proof.problems


def test_a_chain_that_was_made_anew_does_not_lead_to_where_the_ledger_stands(tmp_path: Path) -> None:
    """Whoever alters a line and all links after it would have to alter the ledger's standing, too."""
    true = rows_of(a_day())
    forged = rows_of(a_day()[:-1])
    proof = proved(tmp_path, forged, standing=true[-1][1] - 1, standing_chain=true[-1][2])

    assert any("is not where these lines lead" in problem for problem in proof.problems)


def test_a_z_report_that_says_other_totals_than_its_payments_is_found(tmp_path: Path) -> None:
    lines = a_day()
    moved = next(line for line in lines if line.kind == "payment")
    first, *others = moved.transfers
    less = Transfer(first.debit, first.credit, first.amount - Money(1))
    lines[lines.index(moved)] = replace(moved, transfers=(less, *others))

    assert any("does not say what its shift's payments come to" in p for p in proved(tmp_path, rows_of(lines)).problems)


def test_years_are_tied_to_each_other(tmp_path: Path) -> None:
    rows = rows_of(a_day())
    first = prove_year(written(tmp_path, head_of(rows), rows))
    before = {one.desk: one for one in first.desks}
    later = rows_of([shift_lines()[0]], before=len(rows), link=rows[-1][2])
    tied = written(tmp_path, head_of(later, before=len(rows), link=rows[-1][2]), later, "tied.gz")
    other = rows_of([shift_lines()[0]], before=len(rows), link="0" * 64)
    loose = written(tmp_path, head_of(other, before=len(rows), link="0" * 64), other, "loose.gz")

    assert prove_year(tied, before).problems == []
    assert any("not tied to those of the year before" in problem for problem in prove_year(loose, before).problems)


@pytest.mark.parametrize(
    "content",
    [b"", b"no gzip", gzip.compress(b"[1]\n"), gzip.compress(b'{"what": "x"}\n'), None],
    ids=["empty", "no gzip", "a list", "something else", "cut off"],  # What gzip makes says when it was made.
)
def test_a_file_that_is_none_is_said_to_be_none(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "x.gz"
    if content is None:
        rows = rows_of(a_day())
        content = written(tmp_path, head_of(rows), rows).read_bytes()[:-40]
    path.write_bytes(content)

    with pytest.raises(YearFileTrouble, match=r"Name another file\.|Copy it anew"):
        prove_year(path)
