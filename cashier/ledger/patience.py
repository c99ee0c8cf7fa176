"""How long the service waits for somebody who speaks slowly: enough for a slow line, too little for holding it up."""

import asyncio
from dataclasses import dataclass

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_BYTES_MOST = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """The head of a request, its whole body, and each piece of the body may take so long.

    A run of 1,000 lines is a megabyte, which 80 kilobits a second bring within ``whole_s``.
    """

    head_s: float = 20.0
    whole_s: float = 120.0
    piece_s: float = 15.0


PATIENCE = Patience()


def patient_http(patience: Patience, protocol: type[HttpToolsProtocol]) -> type[HttpToolsProtocol]:
    """Uvicorn's protocol, or one of its kind, which alone would wait for a head without end, however long that is."""

    class PatientHttp(protocol):  # type: ignore[valid-type, misc]  # A class that is given.
        _head_is_due: asyncio.TimerHandle | None = None
        _head_bytes = 0

        def connection_made(self, transport: asyncio.Transport) -> None:
            super().connection_made(transport)
            self._expect_head()

        def connection_lost(self, exc: Exception | None) -> None:
            self._head_came()
            super().connection_lost(exc)

        def data_received(self, data: bytes) -> None:
            if self._head_is_due is not None:
                self._head_bytes += len(data)
            super().data_received(data)
            if self._head_is_due is not None and self._head_bytes > HEAD_BYTES_MOST:
                self.transport.close()

        def on_message_begin(self) -> None:
            if self._head_is_due is None:
                self._expect_head()
            super().on_message_begin()

        def on_headers_complete(self) -> None:
            self._head_came()
            super().on_headers_complete()

        def _expect_head(self) -> None:
            self._head_bytes = 0
            self._head_is_due = self.loop.call_later(patience.head_s, self.transport.close)

        def _head_came(self) -> None:
            if self._head_is_due is not None:
                self._head_is_due.cancel()
                self._head_is_due = None

    return PatientHttp
