"""Paper: from a document to a printer's bytes, to a PDF, and a long queue of jobs to a printer that takes all."""

import os
import tempfile
from contextlib import closing
from pathlib import Path
from time import monotonic, perf_counter

from cashier.store.opening import Store
from cashier.usecases.ports.work import JobState
from receipts.document import Document
from receipts.escpos import ReceiptBytes
from receipts.lane import PrintLane, PrintNews, Way
from receipts.pdf import ReceiptPdf
from receipts.printers.network import NetworkPrinter
from tests.bench.figures import Figure, Outcome, Watch
from tests.bench.printers import sink
from tests.fakes.builders import OAK3
from tests.receipts.kept import documents
from tests.store.desk_store import a_payment, new_store

_COLUMNS, _DOTS = 42, 512
_TIMES, _JOBS = 200, 1_000
_LOOKED_AT = 100  # Jobs until caches are full; what memory grows by is counted from there.
_DRAWN = ("in-zh", "in-zh-Hant", "in-ko", "in-vi", "in-hy", "in-ru")
_MB = 1024 * 1024


def measure(quick: bool) -> Outcome:
    """Plain and drawn receipts, each first one of a desk that was warmed up, PDF, and the queue."""
    times, jobs = (3, 150) if quick else (_TIMES, _JOBS)
    made = documents()
    plain = Watch()
    _encode(plain, ReceiptBytes(columns=_COLUMNS, dots=_DOTS), [made["check-and-cash"]] * times)
    drawn = [made[name] for name in _DRAWN]
    unready, first, later = Watch(), Watch(), Watch()
    for document in drawn:
        _encode(unready, ReceiptBytes(columns=_COLUMNS, dots=_DOTS), [document])
        warm = _warmed()
        _encode(first, warm, [document])
        _encode(later, warm, [document] * max(1, times // len(drawn)))
    return Outcome(
        bench="papers",
        workload=f"receipts of {_COLUMNS} columns, {times} times in its letters; in {len(drawn)} languages "
        "that are drawn, each by a printer of its own, the first before and after it was warmed up, and later ones; "
        f"PDF of them; {jobs:,} queued jobs from the desk's store over the network to a printer that takes all",
        figures={
            "p50_ms": plain.spread["p50_ms"],
            "p99_ms": plain.spread["p99_ms"],
            "drawn, first": first.spread,
            "drawn, later": later.spread,
            "drawn, before it is warmed up": unready.spread,
            "bytes": _size(made["check-and-cash"]),
            "drawn, bytes most": max(map(_size, drawn)),
            **_pdf(made["check-and-cash"], drawn, times),
            **_drained(jobs),
        },
    )


def _encode(watch: Watch, printer: ReceiptBytes, papers: list[Document]) -> None:
    for document in papers:
        with watch:
            printer.encode(document)


def _warmed() -> ReceiptBytes:
    printer = ReceiptBytes(columns=_COLUMNS, dots=_DOTS)
    for _ in printer.warm_up():
        pass
    return printer


def _size(document: Document) -> int:
    return len(ReceiptBytes(columns=_COLUMNS, dots=_DOTS).encode(document))


def _pdf(plain: Document, drawn: list[Document], times: int) -> dict[str, Figure]:
    since = perf_counter()
    pdf = ReceiptPdf()
    pdf.make(plain)
    first_s = perf_counter() - since
    later, in_other_letters = Watch(), Watch()
    for _ in range(max(2, times // 10)):
        with later:
            pdf.make(plain)
        for document in drawn:
            with in_other_letters:
                pdf.make(document)
    return {"pdf_first_ms": round(first_s * 1000, 1), "pdf": later.spread, "pdf, drawn": in_other_letters.spread}


def _drained(jobs: int) -> dict[str, Figure]:
    """So many jobs through the real lane; memory is looked at once caches are full, and at the end."""
    with (
        tempfile.TemporaryDirectory(prefix="counterfoil-papers-") as folder,
        closing(new_store(Path(folder) / "desk")) as store,
        sink() as taking,
    ):
        with store.open_work() as work:
            for count in range(jobs):
                receipt = work.journal.next_receipt()
                work.journal.append(a_payment(receipt, count))
                work.jobs.add(receipt, 0)
            work.commit()
        lane = _lane(store, taking.port)
        before, since = 0, monotonic()
        for printed in range(jobs):
            lane.step()
            taking.read()
            if printed == _LOOKED_AT:
                before = _resident()
        took_s, grown = monotonic() - since, _resident() - before
        with store.open_reading() as work:
            assert len(work.jobs.in_state(JobState.CONFIRMED)) == jobs, "jobs are left"
    return {"per_s": round(jobs / took_s, 1), "mb": round(grown / _MB, 2)}


def _lane(store: Store, port: int) -> PrintLane:
    printer = NetworkPrinter("127.0.0.1", port, columns=_COLUMNS, connect_timeout_s=60, answer_timeout_s=60)
    made = ReceiptBytes(columns=_COLUMNS, dots=_DOTS)
    return PrintLane(
        ways=[Way("printer", printer, lambda: made.encode)],
        open_work=store.open_work,
        place=OAK3,
        news=PrintNews(heard=lambda _: None, said=lambda _: None),
        monotonic_s=monotonic,
    )


def _resident() -> int:
    """The bytes of this process that are in memory."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
