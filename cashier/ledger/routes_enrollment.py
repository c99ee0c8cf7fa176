"""The route by which a new desk comes in: with the code that a person was given for it."""

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from cashier.ledger.callers import Asked
from cashier.ledger.enrollment import NO_CODE, code_as_kept, code_on_file, enroll
from cashier.ledger.requests import Service, answer, asked_of, read_as
from cashier.ledger.tokens import NotKnown
from cashier.wire import Enrolled, Enrollment

ENROLLMENT_BYTES_MOST = 4096


def enrollment_routes(service: Service) -> APIRouter:
    """A code in, a desk's name out."""
    router = APIRouter(prefix="/v1")

    @router.post("/enrollment")
    async def take_enrollment(request: Request) -> Response:
        asked = await asked_of(service, request, bytes_most=ENROLLMENT_BYTES_MOST)
        return answer(await run_in_threadpool(_enrolled, service, asked))

    return router


def _enrolled(service: Service, asked: Asked) -> Enrolled:
    said = read_as(asked.request.body, Enrollment)
    service.limits.check_failures(asked.address)
    try:
        service.callers.check_signature(asked, said.desk, said.public_key)
        with service.engine.begin() as connection:
            code_hash = code_on_file(connection, said.desk, service.clock())
        if not service.callers.tokens.matches_in_turn(code_hash, code_as_kept(said.code)):
            raise NotKnown(NO_CODE)
        admin = service.admin(by=said.desk)
        with service.engine.begin() as connection:
            return enroll(connection, said, code_hash, admin)
    except NotKnown:
        service.limits.failed(asked.address)
        raise
