"""What operators see of the requests: an id for each, one line in the log, and figures for Prometheus.

The id goes back in ``X-Request-Id`` and stands in every Trouble, so that what a desk was told can be found here. Labels
and lines hold the route's template, never a path: paths hold names and numbers.
"""

import logging
import secrets
from collections.abc import Mapping
from time import perf_counter

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cashier.domain.times import Clock
from cashier.ledger.metrics import REQUEST_SECONDS, REQUESTS
from cashier.logs import get_logger
from cashier.wire import Trouble

ID_HEADER = b"x-request-id"
NO_ANSWER = 499  # Nothing was answered: whoever asked had left, or the service had to.
MISTAKE = "The ledger made a mistake; it is in its log. Ask again, or call support."
QUIET = frozenset({"/health", "/ready", "/metrics"})  # Asked every second; only what goes wrong is written down.

# Letters alone: the redactor takes a row of digits for somebody's number.
_LETTERS = str.maketrans("0123456789", "ghjkmnpqrs")

_log = get_logger(__name__)


def trouble(
    status: int, sentence: str, scope: Scope, clock: Clock, headers: Mapping[str, str] | None = None, *, field: str = ""
) -> Response:
    """Why a request is not answered, with the id that it was given."""
    said = Trouble(sentence=sentence, field=field, at=clock(), request=_id_of(scope))
    return Response(said.model_dump_json(), status, headers, media_type="application/json")


class Observed:
    """Stands around the application. What it did not foresee is written down, and answered in one sentence."""

    def __init__(self, app: ASGIApp, *, clock: Clock) -> None:
        self._app = app
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        identity = secrets.token_hex(8).translate(_LETTERS)
        scope.setdefault("state", {})["request_id"] = identity
        status, since = NO_ANSWER, perf_counter()

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), (ID_HEADER, identity.encode())]
            await send(message)

        try:
            await self._app(scope, receive, send_with_id)
        except Exception:
            _log.exception("mistake", request=identity)
            if status != NO_ANSWER:  # An answer that was begun cannot be taken back.
                raise
            await trouble(500, MISTAKE, scope, self._clock)(scope, receive, send_with_id)
        finally:
            _note(scope, status, perf_counter() - since)


def _id_of(scope: Scope) -> str:
    return str(scope.get("state", {}).get("request_id", ""))


def _note(scope: Scope, status: int, took_s: float) -> None:
    route = str(getattr(scope.get("route"), "path", "unknown"))
    REQUESTS.labels(scope["method"] if route != "unknown" else "any", route, status).inc()
    REQUEST_SECONDS.labels(route).observe(took_s)
    # Asked first: without a log that was set up, the library would print.
    if logging.getLogger(__name__).isEnabledFor(logging.INFO) and (route not in QUIET or status >= 500):
        _log.info(
            "request",
            request=_id_of(scope),
            method=scope["method"],
            route=route,
            status=status,
            ms=round(took_s * 1000, 1),
            desk=scope.get("path_params", {}).get("desk", ""),
        )
