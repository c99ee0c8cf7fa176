"""Reads a year of journals that left the ledger as a file, and proves it line by line, whoever made it."""

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cashier.domain.errors import MISREAD, CashierError
from cashier.domain.year_proof import FILE_KIND, FILE_VERSION, DeskProof, FiledLine, Stretch

PROBLEMS_MOST = 50
_LINE_MOST = 16 * 1024 * 1024  # Bytes of a line: a file that is none must not fill the memory.


class YearFileTrouble(CashierError):
    """A file that is no year of journals."""


@dataclass(slots=True)
class YearProof:
    """What was counted in a file, and what does not hold: at most ``PROBLEMS_MOST`` sentences; none means all holds."""

    year: int
    made_at: str
    sha256: str
    desks: tuple[Stretch, ...]
    lines: int = 0
    transfers: int = 0
    payments: int = 0
    z_reports: int = 0
    problems: list[str] = field(default_factory=list)

    def found(self, sentence: str) -> None:
        if len(self.problems) < PROBLEMS_MOST:
            self.problems.append(sentence)


def prove_year(path: Path, before: dict[str, Stretch] | None = None) -> YearProof:
    """Prove a file; ``before`` are the stretches of the year before it, to which its own have to be tied.

    Raises YearFileTrouble for a file of which nothing can be read.
    """
    try:
        with gzip.open(path, "rb") as file:
            head = _head(file)
            proof = YearProof(
                year=int(head["year"]),
                made_at=str(head["made_at"]),
                sha256=_digest(path),
                desks=tuple(_stretch(said) for said in head["desks"]),
            )
            _prove(proof, file, before or {})
    except (OSError, EOFError, zlib.error) as trouble:
        raise YearFileTrouble(f"{path} cannot be read to its end. Copy it anew, and try again.") from trouble
    except MISREAD as trouble:
        raise YearFileTrouble(f"{path} is no year of journals as the ledger writes it. Name another file.") from trouble
    return proof


def _prove(proof: YearProof, file: gzip.GzipFile, before: dict[str, Stretch]) -> None:
    proofs = {stretch.desk: DeskProof(stretch, proof.found) for stretch in proof.desks}
    for stretch in proof.desks:
        if (last := before.get(stretch.desk)) is not None and (stretch.before, stretch.link) != (
            last.through,
            last.chain,
        ):
            proof.found(f"{stretch.desk}: its lines are not tied to those of the year before.")
    for filed in _lines(file):
        if (desk := proofs.get(filed.desk)) is None:
            proof.found(f"Lines of {filed.desk} stand in the file, which does not name that desk.")
            continue
        desk.look_at(filed)
    for desk in proofs.values():
        desk.end()
        proof.lines += desk.lines
        proof.transfers += desk.transfers
        proof.payments += desk.payments
        proof.z_reports += desk.zs


def _head(file: gzip.GzipFile) -> dict[str, Any]:
    head = json.loads(file.readline(_LINE_MOST))
    if (head["what"], head["v"]) != (FILE_KIND, FILE_VERSION):
        raise ValueError("another kind of file")
    return dict(head)


def _lines(file: gzip.GzipFile) -> Iterator[FiledLine]:
    while said := file.readline(_LINE_MOST):
        desk, sequence, chain, state, body, booked = json.loads(said)
        yield FiledLine(
            desk=str(desk),
            sequence=int(sequence),
            chain=str(chain),
            state=str(state),
            body=body.encode(),
            booked=tuple((int(place), int(cents)) for place, cents in booked),
        )


def _stretch(said: dict[str, Any]) -> Stretch:
    return Stretch(
        desk=str(said["desk"]),
        before=int(said["before"]),
        link=str(said["link"]),
        through=int(said["through"]),
        chain=str(said["chain"]),
        standing=int(said["standing"]),
        standing_chain=str(said["standing_chain"]),
    )


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()
