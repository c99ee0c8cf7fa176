"""Proves and shows a desk's journal, beside an open desk too: nothing here writes."""

import json
import os
import sys
from pathlib import Path

from cashier.domain.line import Numbered
from cashier.security.keys import key_source_for
from cashier.store.opening import look_at_journal
from cashier.store.verify import read_lines, verify_journal


def run_verify(data: Path) -> int:
    """Print what was proven as one JSON object. Returns 1, with the reasons on standard error, if it does not hold.

    Raises StoreTrouble if the journal cannot be read at all.
    """
    with look_at_journal(data, key_source=key_source_for(data)) as journal:
        report = verify_journal(journal)
    facts = {
        "holds": report.holds,
        "desk": report.desk,
        "lines": report.lines,
        "transfers": report.transfers,
        "receipts": report.receipts,
        "chain": report.chain,
    }
    print(json.dumps(facts))
    for problem in report.problems:
        print(problem, file=sys.stderr)
    return 0 if report.holds else 1


def run_show(data: Path) -> int:
    """Print every line with its place, its link and its body. Raises StoreTrouble or UnreadableBody."""
    with look_at_journal(data, key_source=key_source_for(data)) as journal:
        try:
            for numbered in read_lines(journal):
                print(_shown(numbered))
            sys.stdout.flush()
        except BrokenPipeError:
            # Whoever reads, such as a pager, has seen enough; Python must not flush into the closed pipe at its end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _shown(numbered: Numbered) -> str:
    return f'{{"sequence":{numbered.sequence},"chain":"{numbered.chain}","body":{numbered.body.decode()}}}'
