"""A desk's start pays for what it uses, and what is loaded by then stays: here the process stops paying twice."""

import gc
import sys

_CONSOLES = ("rich", "pygments")
_ASKED_OF_EACH = "_mod_uses_pyside"


def load_lightly() -> None:
    """Call it once Qt is loaded and before the rest is."""
    # PySide6 reads the source of every module that is loaded after it, to learn whether it may switch snake_case on.
    # No module of ours does, and its answer costs a sixth of all loading, and 20 MB that stay.
    feature = sys.modules.get("shibokensupport.feature")
    if feature is not None and hasattr(feature, _ASKED_OF_EACH):
        setattr(feature, _ASKED_OF_EACH, lambda _: False)
    # The libraries for HTTP and logs load these where they find them, to color consoles. A window has none.
    for name in _CONSOLES:
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]  # Python's way to say that there is no such module.


def settle_loaded() -> None:
    """Call it after a part of the program has been loaded. From any thread."""
    # The collector would walk through it again and again, and for three frames each time nothing else would move.
    gc.freeze()
