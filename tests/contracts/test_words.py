"""A lead's word from afar is used for one act: by the store in memory as by the one on the disk."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from cashier.domain.card import wish_facts
from cashier.domain.errors import Refused
from cashier.domain.line import LineKind
from cashier.domain.money import Money
from cashier.domain.people import Approval
from cashier.usecases.ports.work import OpenWork
from tests.fakes.builders import NOW, OAK3, a_wish
from tests.fakes.memory_store import MemoryDesk
from tests.store.desk_store import a_check, a_payment, a_record, an_id, new_store


@pytest.fixture(params=["memory", "disk"])
def open_work(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OpenWork]:
    if request.param == "memory":
        yield MemoryDesk(OAK3.desk).open_work
        return
    store = new_store(tmp_path / "desk")
    yield store.open_work
    store.close()


def test_a_leads_word_from_afar_is_used_for_one_act(open_work: OpenWork) -> None:
    word = {"approver": "helen", "word": str(an_id(70))}
    with open_work() as work:
        work.journal.append(replace(a_record(1), facts=word))
        work.commit()

    with open_work() as work, pytest.raises(Refused, match="was done already"):
        work.journal.append(replace(a_record(2), facts=word))
    with open_work() as work:
        assert work.journal.head().sequence == 1
        work.journal.append(replace(a_record(2), facts={"approver": "helen"}))
        work.journal.append(replace(a_record(3), facts=word | {"word": str(an_id(71))}))
        work.commit()


def test_a_payments_word_holds_for_all_its_lines_and_for_no_other_payment(open_work: OpenWork) -> None:
    word = Approval(
        approver="helen", approver_name="Helen", act="take it", amount=Money(5000), given_at=NOW, word=str(an_id(70))
    )
    asked = replace(a_wish(), payment_id=an_id(1), tenders=(), approval=word)
    agreed = replace(a_check("7"), agreed=word)
    with open_work() as work:
        work.journal.append(replace(a_record(9), kind=LineKind.CARD_ASKED, facts={"wish": wish_facts(asked)}))
        work.journal.append(a_payment("OAK3-0000001", 1, tender=agreed))
        work.journal.append(a_payment("OAK3-0000001", 2, payment_id=an_id(1), tender=agreed))
        work.commit()

    with open_work() as work, pytest.raises(Refused, match="was done already"):
        work.journal.append(a_payment("OAK3-0000002", 3, tender=replace(a_check("8"), agreed=word)))
