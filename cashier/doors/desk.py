"""Opens a desk's window: the sign-in page at once, the store, the lanes and the slow libraries behind it."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from cashier.doors.folder import desk_folder
from cashier.doors.loaded import collect_again, load_lightly
from cashier.doors.log_lane import refusals_logged
from cashier.doors.screen import check_screen
from cashier.store.lock import FolderLock

if TYPE_CHECKING:
    from ui.doors import Doors, Front, Post


def run_desk(data: Path | None, *, is_demo: bool = False) -> int:
    """Run the window until it is closed; returns the exit code. Raises CashierError before it opens.

    The folder is locked first: a second desk on it says so and leaves, without a window.
    """
    check_screen()
    load_lightly()
    from ui.run import run

    folder = desk_folder(data)
    lock = FolderLock(folder)
    try:
        return run(front_of(folder, lock, is_demo=is_demo))
    finally:
        lock.release()


def front_of(folder: Path, lock: FolderLock, *, is_demo: bool = False) -> "Front":
    """What the window of a data folder needs for its first paint. Raises ConfigTrouble."""
    from cashier.doors.papers import now_utc, read_papers
    from ui.doors import Front
    from ui.lock import DemoSignIn

    with refusals_logged(folder):
        papers = read_papers(folder, now_utc())
    return Front(
        center_name=papers.place.center_name,
        window=papers.place.window,
        open_desk=partial(_open, folder, lock, is_demo),
        demo=tuple(
            DemoSignIn(user=person.user, passphrase=person.passphrase, role=person.role)
            for person in papers.settings.demo_sign_ins
        ),
        shows_paper=is_demo,
        member_display=papers.settings.member_display,
    )


def _open(folder: Path, lock: FolderLock, is_demo: bool, post: "Post") -> "Doors":
    """The slow half, on a thread after the first paint. Raises ConfigTrouble or StoreTrouble."""
    from cashier.doors.opened import open_doors

    try:
        with refusals_logged(folder):
            return open_doors(folder, lock=lock, post=post, is_demo=is_demo)
    finally:
        collect_again()
