"""Memory that is overwritten where it is given back: of a card's number that was typed by mistake nothing is left.

Python and Qt copy text at every step, and what they free keeps its bytes until something else takes its place. glibc
writes over them at once when it is told so before a program starts (mallopt(3), ``M_PERTURB``; it leaves out what it
keeps at hand for each thread, so that is off), and Python uses glibc for its own objects where it is told so too
(``PYTHONMALLOC``). So a desk starts itself again, told so. Other systems' memory knows no such thing.
"""

import os
import sys

_PYTHON, _GLIBC = "PYTHONMALLOC", "GLIBC_TUNABLES"
_TOLD = {_PYTHON: "malloc", _GLIBC: "glibc.malloc.perturb=165:glibc.malloc.tcache_count=0"}


def start_overwriting() -> None:
    """Run this command again in this process's place, once. Whoever set these words themselves has their own way."""
    if all(os.environ.get(name) == words for name, words in _TOLD.items()):
        for name in _TOLD:
            del os.environ[name]  # It is this process's alone: a ledger that it starts holds no typed text.
    elif _has_glibc() and not any(name in os.environ for name in _TOLD):
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], {**os.environ, **_TOLD})


def _has_glibc() -> bool:
    try:
        return (os.confstr("CS_GNU_LIBC_VERSION") or "").startswith("glibc")
    except (AttributeError, ValueError):  # No such question, or no such library, on other systems.
        return False
