"""What a desk knows of people besides its journal."""

from typing import Protocol


class Knowledge(Protocol):
    """The directory, what was read out of the journal, and files that were taken out."""

    def forget(self) -> None:
        """Take all of it away, also from the disk; again is harmless. Raises StoreTrouble: some may be left then."""
