"""Our printer drivers before a printer that we did not write: emupos of PyPI, which needs Python 3.13 or newer."""
