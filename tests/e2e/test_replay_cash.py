"""Large cash in day scripts: counted over two desks through the ledger, taken down sealed, never refused."""

import json

import pytest

from tests.e2e.day import APPROVER, GUARANTOR, MAI_LINH, OPEN, SIGN_IN, Script, Shop
from tests.e2e.workplace import READER, answer_of, journal_of, read_by

TIN = "123-45-6789"
FORM = {
    "do": "report_cash",
    "payment": "p1",
    "payor": "Mai Linh Tran",
    "address": "1 Lake St, Oakland, CA",
    "birth_date": "3/14/1961",
    "occupation": "Baker",
    "tin": TIN,
    "id_kind": "California driver license",
    "id_number": "D1234567",
}


def _credit(dollars: str) -> dict[str, object]:
    return {
        "do": "take",
        "pay": {f"credit:{GUARANTOR}": dollars},
        "member": MAI_LINH,
        "tenders": [{"cash": dollars}],
        "reason": "pays ahead",
        "approver": APPROVER,
        "as": "p1",
    }


def test_two_desks_come_to_a_report_and_the_form_is_sealed(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    with shop.new_desk() as here, shop.new_desk() as there:
        first = Script(here, capsys).play(SIGN_IN, OPEN, _credit("6000"))
        assert "cash_report" not in first.answers[-1]
        second = Script(there, capsys)
        offline = second.play(SIGN_IN, {"do": "ledger", "set": "down"}, OPEN, _credit("3000"), FORM)
        assert "cash_report" not in offline.answers[3]
        assert offline.answers[4]["refused"] == "No report is asked for on p1."
        online = second.play(SIGN_IN, {"do": "sync"}, _credit("1000.01"), {**FORM, "tin": "12"}, FORM)

        assert online.answers[2]["cash_report"]["due_on"]
        assert "nine digits" in online.answers[3]["refused"]
        assert online.answers[4]["ok"]
        bodies = journal_of(there)
        shown = json.dumps(bodies)
        (line,) = [body for body in bodies if body["kind"] == "large_cash"]
        assert TIN.replace("-", "") not in shown
        assert TIN not in shown
        assert "sealed" in json.dumps(line)
        receipt = online.answers[2]["receipt"]
        assert "8300" not in read_by(READER, "receipt", receipt, "--data", str(there)).stdout
    assert answer_of("ledger", "check", *shop.ledger.database)["holds"] is True
