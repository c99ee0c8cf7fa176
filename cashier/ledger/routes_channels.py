"""The route of other channels: money that came online, by phone, by mail or from a bank."""

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from cashier.domain.errors import Refused
from cashier.ledger.channels import is_channel, take_channel_payments
from cashier.ledger.reading import CENTS_MOST
from cashier.ledger.requests import Service, answer, asked_of, read_as
from cashier.ledger.tokens import NotKnown
from cashier.wire import ChannelAnswer, ChannelPayments


def channel_routes(service: Service) -> APIRouter:
    """Payments that came another way."""
    router = APIRouter(prefix="/v1")

    @router.post("/channels/{channel}/payments")
    async def take_payments(channel: str, request: Request) -> Response:
        asked = await asked_of(service, request)

        def work() -> ChannelAnswer:
            service.callers.caller(asked).must_be(channel)
            said = read_as(asked.request.body, ChannelPayments)
            _must_be_keepable(said)
            with service.engine.begin() as connection:
                if not is_channel(connection, channel):
                    raise NotKnown(f"{channel} is no channel. Enroll it with `ledger channels enroll`.")
                return take_channel_payments(
                    connection, channel, said.payments, clock=service.clock, new_id=service.new_id
                )

        return answer(await run_in_threadpool(work))

    return router


def _must_be_keepable(said: ChannelPayments) -> None:
    """Raises Refused for what no column can hold."""
    for payment in said.payments:
        if "\0" in payment.reference + payment.statement_number + payment.guarantor_number:
            raise Refused("A reference, statement or guarantor number holds a character that cannot be kept.")
        if payment.cents > CENTS_MOST:
            raise Refused(f"The cents of {payment.reference} are beyond all reason. Check them and send it again.")
