"""The desk's mouth and ear to the ledger: one HTTP client with time-outs, and no belief in what comes back.

Every way in which a request can end without a usable answer is LedgerAway with one sentence: the money is safe in the
journal, and the lane asks again.
"""

import logging
import ssl
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from contextlib import suppress
from socket import SHUT_RDWR, socket
from typing import Any, TypeVar
from urllib.parse import quote

import httpx

from cashier.domain.errors import HistoryDiffers, LedgerAway, LedgerRefuses
from cashier.wire import (
    CashAnswer,
    CashAsked,
    Enrolled,
    Enrollment,
    Message,
    Page,
    PastAnswer,
    ReceiptAnswer,
    Run,
    SearchAnswer,
    Standing,
    StatementDetailsRow,
    SuspendedList,
    TakenUp,
    TakeUp,
    Trouble,
)
from cashier.wire_deeds import (
    AskFor,
    AskLook,
    AskTold,
    Deed,
    DeedDone,
    MessagesAsked,
    MessagesTold,
    TaskAsked,
    TaskTold,
    TrendAsked,
    TrendTold,
)
from cashier.wire_funds import FundsAnswer, FundUsed, UseFund
from cashier.wire_handed import DecideHanded, HandedDecided, HandedList
from cashier.wire_office import AcceptBag, BagAccepted, OfficeAnswer, OfficeAsked
from cashier.wire_refunds import AskRefund, RefundAsked

ANSWER_BYTES_MAX = 8 * 1024 * 1024  # A page of 500 rows is well under one of them.
LARGEST_NUMBER = 2**53 - 1  # The largest integer that every JSON reader keeps exact (RFC 8259, section 6).

UNREACHABLE = "The ledger cannot be reached."
NO_ADDRESS = "The ledger's address is not one. Write it as https://host:port in this desk's settings."
TOO_SLOW = "The ledger did not answer in time."
NOT_AN_ANSWER = "What answered at the ledger's address is not a ledger that this desk understands."
UNWELL = "The ledger answered that it cannot work now."
REFUSED = "The ledger does not know this desk. Call the cash office to enroll this desk again."
BUSY = "The ledger asks this desk to wait."
OTHER_DESK = "The ledger answered for another desk. Call support before anything more is sent."
REFUSALS = frozenset({400, 401, 403})  # A person has to look: the ledger says what is wrong in a sentence.
CLOSING = "This desk is being closed."

SENTENCE_MOST = 300  # Characters of what a ledger says why it refuses.
_ID_MOST = 40
_log = logging.getLogger(__name__)  # What is set up later, after the first paint, writes it to the desk's log.

MessageType = TypeVar("MessageType", bound=Message)

# Method, target and body of a request → the headers that show who asks.
Credentials = Callable[[str, bytes, bytes], Mapping[str, str]]


class LedgerClient:
    """One desk's client. Safe to use from several threads; each waits for its own answer only.

    ``url`` is the ledger's; ``credentials`` show that it is this desk who asks. ``monotonic`` gives seconds from
    anywhere, never backwards. ``certificates`` is the TLS context for an https address.
    """

    def __init__(
        self,
        url: str,
        *,
        desk: str,
        credentials: Credentials,
        connect_timeout_s: float,
        answer_timeout_s: float,
        monotonic: Callable[[], float],
        certificates: ssl.SSLContext | None = None,
    ) -> None:
        self._desk = desk
        self._credentials = credentials
        self._url = url.rstrip("/")
        self._path = f"/v1/desks/{desk}"
        self._answer_timeout_s = answer_timeout_s
        self._monotonic = monotonic
        self._guard = threading.Lock()
        self._sockets: list[socket] = []
        self._closing = False
        self._connect_timeout_s = connect_timeout_s
        verify = (certificates or ssl.create_default_context()) if url.startswith("https:") else False
        self._http = httpx.Client(
            verify=verify,
            headers={b"Accept": b"application/json", b"Accept-Encoding": b"identity"},
            trust_env=False,  # Where a desk talks to is written in its settings and nowhere else.
            limits=httpx.Limits(max_connections=4, keepalive_expiry=60.0),
        )

    def send(self, run: Run) -> Standing:
        """Hand a run over. Raises LedgerAway, LedgerRefuses, HistoryDiffers; after any of them it may have arrived."""
        return self._send(run.model_dump_json().encode())

    def begin(self, run: Run) -> Callable[[], Standing]:
        """Hand a run over from a thread of its own; what this returns waits for the answer as `send` does."""
        pending: Future[Standing] = Future()
        body = run.model_dump_json().encode()  # Here, so that a run which begins later does not overtake it.

        def settle() -> None:
            try:
                pending.set_result(self._send(body))
            except BaseException as trouble:  # noqa: BLE001 - it is raised where the answer is waited for
                pending.set_exception(trouble)

        # The end of the desk does not wait for it: the journal knows what was not answered.
        threading.Thread(target=settle, name="sending", daemon=True).start()
        return pending.result

    def standing(self) -> Standing:
        """How far the ledger has this desk's journal. Raises LedgerAway, LedgerRefuses, HistoryDiffers."""
        return self._standing("GET", "/standing")

    def enroll(self, asked: Enrollment) -> Enrolled:
        """Come in with a code. Raises LedgerAway, LedgerRefuses with the ledger's own sentence."""
        enrolled = _read(Enrolled, self._ask("POST", "/v1/enrollment", body=asked.model_dump_json().encode()))
        if enrolled.desk != self._desk:
            raise LedgerRefuses(OTHER_DESK)
        return enrolled

    def page(self, epoch: str, after: str, *, limit: int, wait_s: float) -> Page:
        """What changed in the directory after a cursor; the ledger may hold the answer back for ``wait_s``.

        Raises LedgerAway, LedgerRefuses.
        """
        asked = {"epoch": epoch, "after": after, "limit": str(limit), "wait_s": f"{wait_s:g}"}
        answer = self._ask("GET", f"{self._path}/directory", asked=asked, wait_s=wait_s)
        page = _read(Page, answer)
        rows = len(page.gone) + len(page.members) + len(page.statements) + len(page.staff)
        stuck = page.after == after and page.epoch == epoch and (page.more or rows > 0)
        if not page.epoch or rows > limit or page.mark > LARGEST_NUMBER or stuck:
            raise LedgerAway(NOT_AN_ANSWER)
        return page

    def find(self, text: str) -> SearchAnswer:
        """Members of all centers for the finder's text. Raises LedgerAway, LedgerRefuses."""
        return _read(SearchAnswer, self._ask("GET", "/v1/members", asked={"text": text}))

    def family(self, member_number: str) -> Page:
        """A member's family, which this desk is told of from then on. Raises LedgerAway, LedgerRefuses."""
        path = f"{self._path}/people/{quote(member_number, safe='')}"
        page = _read(Page, self._ask("PUT", path, refusals=REFUSALS | {404}))
        if not page.epoch or page.mark > LARGEST_NUMBER:
            raise LedgerAway(NOT_AN_ANSWER)
        return page

    def payments(self, member_number: str) -> PastAnswer:
        """What a member paid of late, wherever. Raises LedgerAway, LedgerRefuses."""
        path = f"{self._path}/people/{quote(member_number, safe='')}/payments"
        return _read(PastAnswer, self._ask("GET", path, refusals=REFUSALS | {404}))

    def receipt(self, number: str) -> ReceiptAnswer:
        """A receipt, whichever desk made it. Raises LedgerAway, LedgerRefuses."""
        path = f"{self._path}/receipts/{quote(number, safe='')}"
        return _read(ReceiptAnswer, self._ask("GET", path, refusals=REFUSALS | {404}))

    def suspended(self) -> SuspendedList:
        """The center's suspended transactions. Raises LedgerAway, LedgerRefuses."""
        return _read(SuspendedList, self._ask("GET", f"{self._path}/suspended"))

    def take_up(self, suspended_id: str, wish: TakeUp) -> TakenUp:
        """Ask for one of them. Raises LedgerAway, LedgerRefuses; asked again, it is the same answer."""
        body = wish.model_dump_json().encode()
        return _read(TakenUp, self._ask("PUT", f"{self._path}/suspended/{suspended_id}", body=body))

    def handed(self, staff: str, *, left_behind: bool = False) -> HandedList:
        """What comes to this person, or was left behind by them. Raises LedgerAway, LedgerRefuses."""
        asked = {"staff": staff} | ({"left_behind": "1"} if left_behind else {})
        return _read(HandedList, self._ask("GET", f"{self._path}/handed", asked=asked))

    def decide_handed(self, transfer_id: str, wish: DecideHanded) -> HandedDecided:
        """Ask for a decision. Raises LedgerAway, LedgerRefuses; asked again, it is the same answer."""
        body = wish.model_dump_json().encode()
        return _read(HandedDecided, self._ask("PUT", f"{self._path}/handed/{transfer_id}", body=body))

    def drawers(self, path: str, shape: type[MessageType], within_s: float, **asked: str) -> MessageType:
        """What is known of drawers and bags elsewhere. Raises LedgerAway, LedgerRefuses."""
        return _read(shape, self._ask("GET", f"{self._path}/drawers{path}", asked=asked, answer_s=within_s))

    def details(self, statement_number: str) -> StatementDetailsRow:
        """What a copy of this statement shows beside its sums. Raises LedgerAway, LedgerRefuses."""
        asked = {"statement": statement_number}
        answer = self._ask("GET", f"{self._path}/details", asked=asked, refusals=REFUSALS | {404})
        return _read(StatementDetailsRow, answer)

    def cash_of(self, asked: CashAsked) -> CashAnswer:
        """What a payor brought in cash to other desks. Raises LedgerAway, LedgerRefuses."""
        return _read(CashAnswer, self._ask("POST", f"{self._path}/cash", body=asked.model_dump_json().encode()))

    def office(self, asked: OfficeAsked) -> OfficeAnswer:
        """How the whole center stands, for somebody of its office. Raises LedgerAway, LedgerRefuses."""
        return _read(OfficeAnswer, self._ask("POST", f"{self._path}/office", body=asked.model_dump_json().encode()))

    def accept_bag(self, wish: AcceptBag) -> BagAccepted:
        """Take a bag into the safe. Raises LedgerAway, LedgerRefuses; asked again, it is the same act."""
        body = wish.model_dump_json().encode()
        answer = self._ask("POST", f"{self._path}/office/bags", body=body, refusals=REFUSALS | {400})
        return _read(BagAccepted, answer)

    def deed(self, wish: Deed) -> DeedDone:
        """Do something about a task. Raises LedgerAway, LedgerRefuses; asked again, it is the same act."""
        body = wish.model_dump_json().encode()
        return _read(DeedDone, self._ask("POST", f"{self._path}/office/deeds", body=body))

    def task(self, asked: TaskAsked) -> TaskTold:
        """All that is known of a task. Raises LedgerAway, LedgerRefuses."""
        body = asked.model_dump_json().encode()
        return _read(TaskTold, self._ask("POST", f"{self._path}/office/task", body=body))

    def ask(self, wish: AskFor) -> AskTold:
        """Ask a colleague's word. Raises LedgerAway, LedgerRefuses; asked again, it is the same question."""
        return _read(AskTold, self._ask("POST", f"{self._path}/office/asks", body=wish.model_dump_json().encode()))

    def look_at_ask(self, asked: AskLook) -> AskTold:
        """How it stands with what was asked. Raises LedgerAway, LedgerRefuses."""
        body = asked.model_dump_json().encode()
        return _read(AskTold, self._ask("POST", f"{self._path}/office/asks/look", body=body))

    def safe(self, path: str, wish: Message, shape: type[MessageType]) -> MessageType:
        """Ask about the safe, or tell what was counted. Raises LedgerAway, LedgerRefuses; again it is the same act."""
        answer = self._ask("POST", f"{self._path}/office/safe{path}", body=wish.model_dump_json().encode())
        return _read(shape, answer)

    def funds(self, member_number: str) -> FundsAnswer:
        """The deposits and credit of a member's guarantor. Raises LedgerAway, LedgerRefuses."""
        path = f"{self._path}/people/{quote(member_number, safe='')}/funds"
        return _read(FundsAnswer, self._ask("GET", path))

    def use_fund(self, wish: UseFund) -> FundUsed:
        """Have one pay a bill. Raises LedgerAway, LedgerRefuses; asked again, it is the same act."""
        body = wish.model_dump_json().encode()
        return _read(FundUsed, self._ask("POST", f"{self._path}/funds", body=body, refusals=REFUSALS | {400}))

    def ask_refund(self, wish: AskRefund) -> RefundAsked:
        """Ask a deposit or credit back. Raises LedgerAway, LedgerRefuses; asked again, it is the same act."""
        body = wish.model_dump_json().encode()
        path = f"{self._path}/office/refunds"
        return _read(RefundAsked, self._ask("POST", path, body=body, refusals=REFUSALS | {400}))

    def trend(self, asked: TrendAsked) -> TrendTold:
        """Over and short of the center's cashiers. Raises LedgerAway, LedgerRefuses."""
        return _read(TrendTold, self._ask("POST", f"{self._path}/office/trend", body=asked.model_dump_json().encode()))

    def records(self, path: str, wish: Message, shape: type[MessageType]) -> MessageType:
        """Ask for the center's lines, or take them out. Raises LedgerAway, LedgerRefuses; again it is the same act."""
        answer = self._ask("POST", f"{self._path}/office/records{path}", body=wish.model_dump_json().encode())
        return _read(shape, answer)

    def messages(self, asked: MessagesAsked) -> MessagesTold:
        """What the office says to this desk. Raises LedgerAway, LedgerRefuses."""
        body = asked.model_dump_json().encode()
        return _read(MessagesTold, self._ask("POST", f"{self._path}/office/messages", body=body))

    def interrupt(self) -> None:
        """End every request under way and every later one with LedgerAway. From any thread; returns at once."""
        with self._guard:
            self._closing = True
            for open_socket in self._sockets:
                # Not the method of an SSLSocket, which would also forget its session under the reader's feet.
                with suppress(OSError):
                    socket.shutdown(open_socket, SHUT_RDWR)

    def close(self) -> None:
        """Give the connections back, once no thread uses this client any more."""
        self.interrupt()
        self._http.close()

    def _send(self, body: bytes) -> Standing:
        return self._standing("POST", "/lines", body)

    def _standing(self, method: str, path: str, body: bytes | None = None) -> Standing:
        standing = _read(Standing, self._ask(method, self._path + path, body=body))
        if standing.desk != self._desk:
            raise HistoryDiffers(OTHER_DESK)
        if not standing.epoch or standing.received_through > LARGEST_NUMBER:
            raise LedgerAway(NOT_AN_ANSWER)
        return standing

    def _ask(
        self,
        method: str,
        path: str,
        *,
        body: bytes | None = None,
        asked: dict[str, str] | None = None,
        wait_s: float = 0.0,
        answer_s: float | None = None,
        refusals: frozenset[int] = REFUSALS,
    ) -> bytes:
        answer_s = answer_s or self._answer_timeout_s
        patience_s = answer_s + wait_s
        with self._guard:
            if self._closing:
                raise LedgerAway(CLOSING)
        try:
            request = self._http.build_request(
                method,
                self._url + path,
                params=asked,
                content=body,
                headers={"Content-Type": "application/json"} if body is not None else None,
                timeout=httpx.Timeout(answer_s, connect=min(answer_s, self._connect_timeout_s), read=patience_s),
                extensions={"trace": self._notice_socket},
            )
            request.headers.update(self._credentials(method, request.url.raw_path, body or b""))
            response = self._http.send(request, stream=True)
            try:
                _note(response)
                if response.status_code in refusals:
                    raise _refusal(self._whole_answer(response, patience_s))
                _judge(response.status_code)
                return self._whole_answer(response, patience_s)
            finally:
                response.close()
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as trouble:
            raise LedgerAway(NO_ADDRESS) from trouble
        except httpx.TimeoutException as trouble:
            raise LedgerAway(TOO_SLOW) from trouble
        except httpx.TransportError as trouble:
            raise LedgerAway(UNREACHABLE) from trouble

    def _whole_answer(self, response: httpx.Response, patience_s: float) -> bytes:
        """The body as it was sent. A time-out counts for each piece, so the sum of the pieces is watched here."""
        began, answer = self._monotonic(), bytearray()
        for piece in response.iter_raw():
            answer += piece
            if len(answer) > ANSWER_BYTES_MAX:
                raise LedgerAway(NOT_AN_ANSWER)
            if self._monotonic() - began > patience_s:
                raise LedgerAway(TOO_SLOW)
        return bytes(answer)

    def _notice_socket(self, event: str, info: dict[str, Any]) -> None:
        """Remember the sockets, which httpx keeps to itself, so that `interrupt` can reach a waiting one."""
        if event not in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            return
        with self._guard:
            self._sockets = [known for known in self._sockets if known.fileno() != -1]
            self._sockets.append(info["return_value"].get_extra_info("socket"))


def _note(response: httpx.Response) -> None:
    """Write down under which id the ledger's own log says why it did not answer."""
    if response.status_code != 200:
        request = response.headers.get("X-Request-Id", "")[:_ID_MOST]
        _log.info("the ledger answered %d to request %s", response.status_code, request)


def _judge(status: int) -> None:
    """Raises unless an answer with this HTTP status may be read."""
    if status in (408, 429):
        raise LedgerAway(BUSY)
    if status >= 500:
        raise LedgerAway(UNWELL)
    if status != 200:
        raise LedgerAway(NOT_AN_ANSWER)


def _refusal(answer: bytes) -> LedgerRefuses:
    """The ledger's own sentence for a person; ours, where it said none that could be shown."""
    try:
        said = Trouble.model_validate_json(answer)
    except ValueError:
        return LedgerRefuses(REFUSED)
    is_fit = 0 < len(said.sentence) <= SENTENCE_MOST and said.sentence.isprintable()
    return LedgerRefuses(said.sentence, said.field) if is_fit else LedgerRefuses(REFUSED)


def _read(shape: type[MessageType], answer: bytes) -> MessageType:
    # Pydantic's ValidationError is a ValueError, and sync knows pydantic through the wire alone.
    try:
        return shape.model_validate_json(answer)
    except ValueError as trouble:
        raise LedgerAway(NOT_AN_ANSWER) from trouble
