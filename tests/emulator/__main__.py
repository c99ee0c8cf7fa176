"""`make emulator`: our printer drivers keep their contract before a printer that we did not write.

Sets emupos up in a folder of its own, for which a Python 3.13 or newer has to be there, and runs the contract's tests
and `checks.py` with it. The exit code is theirs.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.emulator.machine import PROGRAM

_HERE = Path(__file__).parent
_IS_NEW_ENOUGH = "import sys, venv; sys.exit(sys.version_info < (3, 13))"


def main() -> int:
    python = _find_python()
    if python is None:
        sys.exit("The emulator needs Python 3.13 or newer: install one, then run make emulator again.")
    with tempfile.TemporaryDirectory(prefix="counterfoil-emulator-") as name:
        subprocess.run([python, "-m", "venv", name], check=True)
        pip = [f"{name}/bin/python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "--require-hashes", "--requirement", _HERE / "requirements.lock"], check=True)
        environment = os.environ | {PROGRAM: f"{name}/bin/emupos"}
        tests = ("tests/contracts/test_printers.py", _HERE / "checks.py")
        return subprocess.run([sys.executable, "-m", "pytest", "-v", *tests], env=environment, check=False).returncode


def _find_python() -> str | None:
    """The first that is new enough: of the path, or as pyenv lays them down."""
    laid_down = sorted(Path.home().glob(".pyenv/versions/3.*/bin/python3"), reverse=True)
    found = [shutil.which(name) for name in ("python3", "python3.15", "python3.14", "python3.13")]
    for python in (*found, *map(str, laid_down)):
        if python and subprocess.run([python, "-c", _IS_NEW_ENOUGH], check=False, capture_output=True).returncode == 0:
            return python
    return None


if __name__ == "__main__":
    sys.exit(main())
