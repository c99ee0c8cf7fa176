"""A day script in which a deposit pays its bill later: at a desk of its own, on its ledger, and on paper."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.sample_books import SampleBooks
from tests.e2e.test_replay_besides import HOSPITAL, MAI_LINH, OPEN, SIGN_IN, play
from tests.e2e.workplace import LedgerProcess, answer_of, journal_of, new_desk


@pytest.fixture(scope="module")
def ledger(books: SampleBooks, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LedgerProcess]:
    """A ledger with the sample's people."""
    with books.ledger(tmp_path_factory.mktemp("credit")) as process:
        yield process


@pytest.fixture
def data(ledger: LedgerProcess, tmp_path: Path) -> Path:
    """The data folder of desk OAK1."""
    return new_desk(tmp_path / "OAK1", ledger_url=ledger.url, code=ledger.invite_desk("OAK1"), desk="OAK1")


def test_a_deposit_is_taken_and_pays_its_bill_later_with_a_slip(data: Path, ledger: LedgerProcess) -> None:
    use = {"do": "use_credit", "fund": "prepay:E-20441", "statement": HOSPITAL}
    answers = play(
        data,
        SIGN_IN,
        OPEN,
        {"do": "open_member", "member": MAI_LINH},
        {"do": "take", "pay": {"prepay:E-20441": "50.00"}, "tenders": [{"cash": "60.00"}]},
        use,
        {"do": "sync"},
        {**use, "amount": "20.00"},
        {**use, "amount": "30.01"},
        {**use, "statement": "S-48213052"},
        use,
        use,
        {"do": "expect", "to_send": 0},
    )

    assert answers[3]["cash"] == {"tendered": "60.00", "change": "10.00", "net": "50.00"}
    assert "knows nothing of prepay:E-20441" in answers[4]["refused"], "the ledger has not heard of it yet"
    first, too_much, others, rest, gone = answers[6:11]
    assert (first["used"], first["left"]) == ("20.00", "30.00")
    assert "Only $30.00 of it is there" in too_much["refused"]
    assert not others["ok"]
    assert (rest["used"], rest["left"], rest["ok"]) == ("30.00", "0.00", True)
    assert "knows nothing of" in gone["refused"]
    assert answer_of("ledger", "check", *ledger.database)["holds"]
    assert [body["facts"]["cents"] for body in journal_of(data) if body["kind"] == "credit_slip"] == [2000, 3000]
