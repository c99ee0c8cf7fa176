"""What is loaded stays for good; here the process stops paying for it again and again."""

import gc
import linecache


def settle_loaded() -> None:
    """Call it after a part of the program has been loaded. From any thread."""
    # PySide6 reads the source of every module that is imported after it, and leaves it, 20 MB in all, in a cache that
    # tracebacks fill again by themselves.
    linecache.clearcache()
    # The collector would walk through all of it, and for three frames each time nothing else would move.
    gc.freeze()
