"""The printers' library leaves nothing in the folder for temporary files, start after start."""

import os
import subprocess
import sys
from pathlib import Path

from cashier.doors.processes import MAIN

_LOAD = """
import sys
from pathlib import Path
from cashier.doors.lanes import scratch_in
with scratch_in(Path(sys.argv[1])):
    import receipts.escpos
"""


def test_loading_it_leaves_no_folder_behind(tmp_path: Path) -> None:
    temporary, cache = tmp_path / "tmp", tmp_path / "printer-cache"
    temporary.mkdir()
    for _ in range(2):
        subprocess.run(
            [sys.executable, "-c", _LOAD, str(cache)],
            cwd=MAIN.parent,
            env={**os.environ, "TMPDIR": str(temporary)},
            check=True,
        )

    assert list(temporary.iterdir()) == []
    assert [kept for kept in cache.iterdir() if kept.is_dir()] == []
