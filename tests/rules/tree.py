"""What the rules are checked on: the files that git knows, as they are on disk."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def tracked_files(*suffixes: str) -> list[Path]:
    """Paths from the root of every tracked file that is there, or of those that end in one of `suffixes`."""
    # The checkout may belong to somebody else than the one who runs the tests; listing it is safe all the same.
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z"]
    listing = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    paths = [Path(name) for name in listing.split("\0") if name]
    return [path for path in paths if (ROOT / path).is_file() and (not suffixes or path.suffix in suffixes)]


def read(path: Path) -> str:
    """The text of a file named from the root."""
    return (ROOT / path).read_text(encoding="utf-8")
