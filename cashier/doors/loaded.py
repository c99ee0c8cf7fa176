"""A desk's start pays for what it uses, and what is loaded by then stays: here the process stops paying twice."""

import gc
import sys

_CONSOLES = ("rich", "pygments")
_ASKED_OF_EACH = "_mod_uses_pyside"


def load_lightly() -> None:
    """Call it before the window's modules are loaded. The collector is off from here on: `collect_again`."""
    gc.disable()  # While the libraries load, it finds nothing and takes a tenth of a second.
    # The libraries for HTTP and logs load these where they find them, to color consoles. A window has none.
    for name in _CONSOLES:
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]  # Python's way to say that there is no such module.
    import PySide6.QtCore  # noqa: F401

    # PySide6 reads the source of every module that is loaded after it, to learn whether it may switch snake_case on.
    # No module of ours does, and its answer costs a sixth of all loading, and 20 MB that stay.
    feature = sys.modules.get("shibokensupport.feature")
    if feature is not None and hasattr(feature, _ASKED_OF_EACH):
        setattr(feature, _ASKED_OF_EACH, lambda _: False)


def settle_loaded() -> None:
    """Call it after a part of the program has been loaded. From any thread."""
    # The collector would walk through it again and again, and for three frames each time nothing else would move.
    gc.freeze()


def collect_again() -> None:
    """The desk is open: what comes from here on is collected."""
    settle_loaded()
    gc.enable()
