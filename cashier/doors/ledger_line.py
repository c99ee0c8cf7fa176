"""A desk's line to its ledger: where it is, whom to believe there, and what shows that it is this desk who asks."""

import ssl
import time
from pathlib import Path
from typing import TYPE_CHECKING

from cashier.config import ConfigTrouble, LedgerSettings, check_ledger_url
from cashier.doors.key_place import read_desk_key
from cashier.doors.loaded import settle_loaded
from cashier.doors.papers import now_utc
from cashier.doors.plug import Plug
from cashier.security.signing import RequestSigner

if TYPE_CHECKING:
    from cashier.sync.client import Credentials, LedgerClient


def ledger_plug(folder: Path, settings: LedgerSettings, desk: str, url: str | None = None) -> Plug:
    """A client with the desk's time-outs behind its plug; ``url`` instead of the one in the settings.

    Raises ConfigTrouble, or StoreTrouble for a key that cannot be read.
    """
    where = ledger_url(settings, url)
    certificates = _trusted(settings)
    key = read_desk_key(folder)
    credentials = _token(settings.token) if key is None else desk_signer(key, desk)
    return Plug(lambda: ledger_client(settings, where, desk, credentials, certificates))


def enrolling_client(
    settings: LedgerSettings, desk: str, credentials: "Credentials", url: str | None
) -> "LedgerClient":
    """A client that shows a key which the ledger does not know yet. Raises ConfigTrouble."""
    return ledger_client(settings, ledger_url(settings, url), desk, credentials, _trusted(settings))


def ledger_client(
    settings: LedgerSettings,
    url: str,
    desk: str,
    credentials: "Credentials",
    certificates: ssl.SSLContext | None,
) -> "LedgerClient":
    """A client with the desk's time-outs; the library behind it loads slowly."""
    from cashier.sync import client

    settle_loaded()
    return client.LedgerClient(
        url,
        desk=desk,
        credentials=credentials,
        connect_timeout_s=settings.connect_timeout_s,
        answer_timeout_s=settings.answer_timeout_s,
        monotonic=time.monotonic,
        certificates=certificates,
    )


def desk_signer(key: bytes, desk: str) -> RequestSigner:
    """Signs by the real clock, as the ledger checks, also where a script moves its own."""
    return RequestSigner(key, desk=desk, clock=now_utc)


def ledger_url(settings: LedgerSettings, url: str | None) -> str:
    """The address to ask. Raises ConfigTrouble for one over which anybody could read along."""
    try:
        check_ledger_url(url or settings.url)
    except ValueError as trouble:
        raise ConfigTrouble(f"The address {url} cannot be used: {trouble}.") from trouble
    return url or settings.url


def _token(token: str) -> "Credentials":
    """Of a desk that has no key yet."""
    return lambda _method, _target, _body: {"Authorization": f"Bearer {token}"}


def _trusted(settings: LedgerSettings) -> ssl.SSLContext | None:
    if not settings.authority:
        return None
    try:
        return ssl.create_default_context(cafile=settings.authority)
    except OSError as trouble:
        raise ConfigTrouble(
            f"ledger.authority: {settings.authority} is no readable PEM file. Correct it and start again."
        ) from trouble
