"""A ledger of its own and a desk that is enrolled at it, as files and processes, for tests from end to end."""

import json
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_urlsafe
from tempfile import TemporaryFile
from typing import IO, Any

from sqlalchemy.exc import OperationalError

from cashier.config import DESK_FILE, ORGANIZATION_FILE
from cashier.domain.people import Role
from cashier.doors.enrolling import enroll_desk
from cashier.doors.journal import Reader
from cashier.doors.papers import new_id, now_utc
from cashier.doors.processes import MAIN, Child
from cashier.doors.setup import fill_directory, make_desk
from cashier.exchange.sample import SampleStaff, sample_staff
from cashier.ledger.administration import Admin
from cashier.ledger.database import service_engine
from cashier.ledger.enrollment import invite, revoke_desk
from cashier.ledger.tokens import EnrollTrouble
from cashier.security.box import make_box_key
from tests.forked import fork_child, fork_main
from tests.leaks import remove_postgres

ORGANIZATION = MAIN.parent / "cashier" / ORGANIZATION_FILE
ROSA, HELEN = sample_staff()[:2]
(AUDITOR,) = (person for person in sample_staff() if person.role is Role.AUDITOR)
DESK, CENTER, CHANNEL = "OAK3", "OAK", "insurer"
_FORKED = ("ledger", "journal", "replay")  # The others start themselves again, told how memory is to be given back.
_WITHIN_S = 500


def run_main(*arguments: str, said: str = "") -> "subprocess.CompletedProcess[str]":
    """One command of `main.py`, with ``said`` as its standard input, by a fork where that can be."""
    if arguments[0] not in _FORKED:
        return start_main(*arguments, said=said)
    with TemporaryFile() as typed, TemporaryFile() as answered, TemporaryFile() as complained:
        typed.write(said.encode())
        typed.seek(0)
        code = fork_main(arguments, stdin=typed, stdout=answered, stderr=complained).wait(_WITHIN_S)
        return subprocess.CompletedProcess(arguments, code, *map(_text_in, (answered, complained)))


def start_main(*arguments: str, said: str = "") -> "subprocess.CompletedProcess[str]":
    """The same as whoever types it starts it, from nothing."""
    command = [sys.executable, str(MAIN), *arguments]
    return subprocess.run(command, input=said, capture_output=True, text=True, check=False, timeout=_WITHIN_S)


def _text_in(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode()


def answer_of(*arguments: str, said: str = "") -> dict[str, Any]:
    """The JSON object that a command prints. It has to succeed."""
    done = run_main(*arguments, said=said)
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


READER = Reader(user=AUDITOR.user, passphrase=AUDITOR.passphrase, reason="the audit")
"""Who reads journals in these tests: the sample people's auditor."""


def read_by(reader: Reader, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """One command of `main.py journal` that only named people are answered."""
    return run_main("journal", *arguments, "--by", reader.user, "--reason", reader.reason, said=reader.passphrase)


def journal_of(data: Path) -> list[dict[str, Any]]:
    """The bodies of a desk's lines, in order, as `journal show` tells its reader."""
    shown = read_by(READER, "show", "--data", str(data))
    assert shown.returncode == 0, shown.stderr
    return [json.loads(line)["body"] for line in shown.stdout.splitlines()]


@dataclass(slots=True)
class LedgerProcess:
    """A ledger on an embedded PostgreSQL under ``folder``, which may be killed and started again.

    With ``database_url`` it serves that database instead.
    """

    folder: Path
    database_url: str = ""
    child: Child = field(init=False)

    def start(self, port: int = 0) -> None:
        """Serve on ``port``; 0 chooses a free one."""
        where = ("--database-url", self.database_url) if self.database_url else ("--data", str(self.folder))
        self.child = fork_child("ledger", "serve", *where, "--port", str(port), log=self.log)

    @property
    def log(self) -> Path:
        return self.folder.with_suffix(".log")

    @property
    def url(self) -> str:
        return str(self.child.said["url"])

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    @property
    def database(self) -> tuple[str, str]:
        """For a command that works beside the service."""
        return "--database-url", self.child.said["database_url"]

    def kill(self) -> None:
        """As a power cut would; its database goes down with it."""
        self.child.process.kill()
        self.child.stop()

    def stop(self) -> None:
        """End it and take away its database, which may stand outside of ``folder``."""
        self.child.stop()
        if not self.database_url:
            remove_postgres(self.folder)

    def add_staff(self, *people: SampleStaff) -> None:
        for person in people:
            add = ("ledger", "staff", "add", person.user, "--name", person.name, "--role", person.role.value)
            answer_of(*add, "--badge", person.badge, *self.database, said=f"{person.passphrase}\n")

    def invite_desk(self, desk: str = DESK) -> str:
        """Returns the desk's one-time code."""
        engine = service_engine(self.child.said["database_url"])
        admin = Admin(by="office", clock=now_utc, new_id=new_id)
        with engine.begin() as connection:
            code = invite(connection, desk, CENTER, admin).code
        engine.dispose()
        return code

    def retire_desk(self, desk: str) -> None:
        """No drawer that was left open there holds its cashier up at the next test's desk."""
        engine = service_engine(self.child.said["database_url"])
        with suppress(EnrollTrouble, OperationalError), engine.begin() as connection:
            revoke_desk(connection, desk, "its test is over", Admin(by="office", clock=now_utc, new_id=new_id))
        engine.dispose()

    def enroll_channel(self) -> str:
        """Returns the channel's token."""
        return str(answer_of("ledger", "channels", "enroll", CHANNEL, *self.database)["token"])


def new_desk(folder: Path, *, ledger_url: str, code: str, desk: str = DESK, more: str = "") -> Path:
    """A new desk with an empty journal, enrolled, with all that the ledger knows; ``more`` is TOML for its devices."""
    desk_papers(folder, ledger_url=ledger_url, desk=desk, more=more)
    make_desk(folder)
    enroll_desk(folder, code=code)
    fill_directory(folder)
    return folder


def desk_papers(folder: Path, *, ledger_url: str, desk: str, more: str = "") -> Path:
    """A folder with the settings of a desk, and no more."""
    folder.mkdir(mode=0o700)
    (folder / ORGANIZATION_FILE).write_bytes(ORGANIZATION.read_bytes())
    (folder / DESK_FILE).write_text(
        f'desk = "{desk}"\nwindow = "Window 3"\ncenter = "{CENTER}"\n\n'
        f"[ledger]\nurl = {json.dumps(ledger_url)}\n"
        f"connect_timeout_s = 20.0\nanswer_timeout_s = 60.0\n\n"
        f"[keys]\nrecovery_public = {json.dumps(make_box_key().public)}\n"
        f"office_public = {json.dumps(make_box_key().public)}\ncheck_token = {json.dumps(token_urlsafe(32))}\n{more}",
        "utf-8",
    )
    return folder
