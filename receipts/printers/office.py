"""The office printer for letters: a queue of CUPS, spoken to by its own command. What is printed carries no name."""

import subprocess

from cashier.domain.errors import DeviceTrouble

_COMMAND = "lp"


class OfficePrinter:
    """One queue. CUPS keeps what it took until it is on paper."""

    def __init__(self, queue: str, *, answer_timeout_s: float) -> None:
        self._queue = queue
        self._answer_timeout_s = answer_timeout_s

    def print(self, pdf: bytes, title: str) -> None:
        """Hand a letter over under a title that names no person. Raises DeviceTrouble."""
        command = [_COMMAND, "-d", self._queue, "-t", title, "-o", "media=letter", "-"]
        try:
            done = subprocess.run(command, input=pdf, capture_output=True, timeout=self._answer_timeout_s, check=False)
        except subprocess.TimeoutExpired as trouble:
            raise DeviceTrouble(
                f"The office printer {self._queue} did not answer. Look whether the sheet comes out, then try again."
            ) from trouble
        except OSError as trouble:
            raise DeviceTrouble("This desk has no printing system (CUPS). Save the letter as a file.") from trouble
        if done.returncode:
            raise DeviceTrouble(
                f"The office printer {self._queue} took nothing. Check it, or save the letter as a file."
            )
