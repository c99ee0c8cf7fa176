"""A desk that was revoked and gave cash away before: it still hears what became of that, and takes nothing itself."""

from sqlalchemy import Engine

from cashier.ledger.enrollment import revoke_desk
from cashier.wire_handed import DecideHanded, HandedDecided
from tests.domain.drawer_lines import shift_lines
from tests.domain.handed_lines import given
from tests.fakes.signed import enrolled
from tests.ledger.conftest import ADMIN, clock, send
from tests.ledger.paper_desk import PaperDesk
from tests.ledger.serving import client_of


def test_a_revoked_desk_settles_the_cash_that_it_gave_and_takes_none(engine: Engine) -> None:
    """Its drawer does not close before."""
    desk, handed = PaperDesk("OAK3"), f"/v1/desks/OAK3/handed/{given().line_id}"
    for line in (*shift_lines(), given()):
        desk.write(line)
    send(engine, desk)
    with engine.begin() as connection:
        signed = enrolled(connection, "OAK3", "OAK", ADMIN, clock=clock)
        revoke_desk(connection, "OAK3", "the machine was sold", ADMIN)

    wishes = [DecideHanded(wanted=wanted, staff="rosa") for wanted in ("open", "accepted", "recalled")]
    with client_of(engine) as client:
        client.auth = signed
        answers = {wish.wanted: client.put(handed, content=wish.model_dump_json()) for wish in wishes}
        comes = client.get("/v1/desks/OAK3/handed?staff=rosa")

    assert {wanted: answer.status_code for wanted, answer in answers.items()} == {
        "open": 200,
        "accepted": 403,
        "recalled": 200,
    }
    assert HandedDecided.model_validate_json(answers["recalled"].text).decision == "recalled"
    assert comes.status_code == 403
