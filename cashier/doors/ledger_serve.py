"""`ledger serve`: the service in this process, or in several that share its socket."""

import os
import socket
import tempfile
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Engine

from cashier.domain.errors import CashierError
from cashier.doors.ledger_options import DATABASE_URL, Data, DatabaseUrl
from cashier.doors.ledger_people import admin
from cashier.doors.ledger_workers import Workers
from cashier.doors.papers import new_id, now_utc
from cashier.doors.processes import Child, say_ready, start_worker, when_asked_to_leave
from cashier.ledger import database, months, restoring
from cashier.ledger.embedded import DatabaseTrouble
from cashier.ledger.listening import TlsFiles, allow_many_connections, listen, look_less_for_cycles
from cashier.ledger.metrics import SHARED_FOLDER, forget_process
from cashier.logs import LOG_FILE, get_logger, set_up_logs

PORT = 8440
LOG_BYTES_MOST = 50_000_000  # A line for each request fills the desk's usual two megabytes within a minute.

_log = get_logger(__name__)

Certificate = Annotated[Path | None, typer.Option(help="PEM file; with --tls-key.")]
Key = Annotated[Path | None, typer.Option(help="PEM file; with --tls-certificate.")]
UntilEof = Annotated[bool, typer.Option("--until-eof", help="Leave when standard input ends.")]


def serve(
    data: Data = None,
    database_url: DatabaseUrl = None,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one.")] = PORT,
    workers: Annotated[int, typer.Option(min=1, max=64, help="How many processes answer.")] = 1,
    tls_certificate: Certificate = None,
    tls_key: Key = None,
    until_eof: UntilEof = False,
) -> None:
    """Answer desks until stopped; says its URL as one line of JSON when it is ready. Its log is in --data, or else
    goes to standard error.

    /health says that it lives, /ready whether desks may be sent to it, /metrics its figures for Prometheus: to this
    machine, and to whoever shows the token of the channel `metrics`.
    """
    tls = _tls(tls_certificate, tls_key)
    if data is not None:
        data.mkdir(parents=True, exist_ok=True)
    set_up_logs(data, file_bytes_most=LOG_BYTES_MOST)
    with (
        listen(host, port, tls=tls is not None) as listener,
        database.opened_ledger(data=data, database_url=database_url) as engine,
    ):
        database.must_have_room(engine, workers)
        _make_months(_whole(engine))
        with engine.begin() as connection:
            restoring.notice_copy(connection, admin("service"))
        shown_host = f"[{host}]" if ":" in host else host
        ready = {
            "url": f"{'https' if tls else 'http'}://{shown_host}:{listener.getsockname()[1]}",
            "database_url": _shown(engine),
            "process": os.getpid(),
        }
        if workers > 1:
            engine.dispose()
            _keep_workers(workers, _options(tls, data), listener, _whole(engine), ready, until_eof=until_eof)
        else:
            _answer(engine, listener, ready, tls=tls, until_eof=until_eof)


def _make_months(url: str) -> None:
    """Months can wait for the next start, as desks never wait for them."""
    try:
        months.make_ahead(url, tries=1)
    except DatabaseTrouble as trouble:
        _log.warning("months not made", why=trouble.sentence)


def worker(
    database_url: DatabaseUrl,
    number: Annotated[int, typer.Option(min=1)],
    listener: Annotated[int, typer.Option(help="The number of an open socket.")],
    tls_certificate: Certificate = None,
    tls_key: Key = None,
    log_folder: Annotated[Path | None, typer.Option()] = None,
    until_eof: UntilEof = False,
) -> None:
    """One of several processes of `serve`, which starts it."""
    set_up_logs(log_folder, file=f"worker-{number}-{LOG_FILE}", file_bytes_most=LOG_BYTES_MOST)
    engine = database.service_engine(str(database_url))
    with socket.socket(fileno=listener) as shared:
        tls = _tls(tls_certificate, tls_key)
        _answer(engine, shared, {"worker": number}, tls=tls, until_eof=until_eof)
    engine.dispose()


def _answer(
    engine: Engine, listener: socket.socket, ready: dict[str, object], *, tls: TlsFiles | None, until_eof: bool
) -> None:
    """Be the service."""
    from cashier.ledger.serve import make_service  # HTTP is loaded by those alone who serve.

    service = make_service(engine, clock=now_utc, new_id=new_id, tls=tls, when_ready=lambda: say_ready(ready))
    when_asked_to_leave(service.leave, until_eof=until_eof)
    allow_many_connections()
    look_less_for_cycles()
    service.run(listener)


def _keep_workers(
    many: int, options: list[str], listener: socket.socket, url: str, ready: dict[str, object], *, until_eof: bool
) -> None:
    with tempfile.TemporaryDirectory(prefix="counterfoil-figures-") as figures:
        # The database's URL may hold a password, and a command's arguments are everybody's to read.
        environment = {SHARED_FOLDER: figures, DATABASE_URL: url}
        start = partial(_start_worker, options, environment, listener.fileno())
        workers = Workers(start, many, ended=partial(forget_process, figures))
        when_asked_to_leave(workers.leave, until_eof=until_eof)
        workers.run(lambda: say_ready(ready))


def _start_worker(options: list[str], environment: dict[str, str], listener: int, number: int) -> Child:
    arguments = ("ledger", "worker", "--number", str(number), "--listener", str(listener), *options)
    return start_worker(*arguments, environment=environment, listener=listener)


def _options(tls: TlsFiles | None, logs: Path | None) -> list[str]:
    """What every worker is told as the service was."""
    options = []
    if tls is not None:
        options += ["--tls-certificate", str(tls.certificate), "--tls-key", str(tls.key)]
    return [*options, "--log-folder", str(logs)] if logs else options


def _whole(engine: Engine) -> str:
    """With its password, if it has one; for our own processes alone."""
    return engine.url.set(drivername="postgresql").render_as_string(hide_password=False)


def _shown(engine: Engine) -> str:
    """What may stand in whatever keeps the service's output: without any password."""
    url = engine.url.set(drivername="postgresql")._replace(password=None)
    return url.difference_update_query([name for name in url.query if name.endswith("password")]).render_as_string()


def _tls(certificate: Path | None, key: Path | None) -> TlsFiles | None:
    if certificate is None and key is None:
        return None
    if certificate is None or key is None:
        raise CashierError("TLS needs both --tls-certificate and --tls-key.")
    for path in (certificate, key):
        if not os.access(path, os.R_OK):
            raise CashierError(f"{path} cannot be read. Check the file and its mode.")
    return TlsFiles(certificate=certificate, key=key)
