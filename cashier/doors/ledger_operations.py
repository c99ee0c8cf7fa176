"""The commands of those who run the ledger."""

import json

from cashier.doors.ledger_options import Data, DatabaseUrl
from cashier.ledger import database


def restored(data: Data = None, database_url: DatabaseUrl = None) -> None:
    """Say that the database was restored to an earlier moment: a new epoch begins, and desks send what it lacks.

    Run it once after a restore, before `serve`. What no desk can send again (payments of other channels, bills, acts of
    the office) has to be sent or entered again by whoever did.

    A backup is PostgreSQL's own: `pg_basebackup` for the base, `archive_command` or `pg_receivewal` for the write-ahead
    log. To restore, put the base in place with `recovery.signal`, `restore_command` and `recovery_target_time`, start
    PostgreSQL until it has promoted itself, and run this command.
    """
    with database.opened_ledger(data=data, database_url=database_url) as engine, engine.begin() as connection:
        print(json.dumps({"epoch": database.begin_epoch(connection)}))
