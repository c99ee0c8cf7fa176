"""Training begins signed in, beside no open drawer, and the real journal says who was in it and no more (R13)."""

from dataclasses import replace

import pytest

from cashier.domain.errors import NotAllowed, Refused
from cashier.domain.line import LineKind
from cashier.domain.people import Role, Staff
from cashier.domain.training import TRAINING_DESK
from cashier.usecases.training import begin_training, end_training
from tests.fakes.builders import OAK3, a_desk

ROSA = Staff(user="rosa", name="Rosa Delgado", role=Role.CASHIER)


def test_the_real_journal_says_who_trained_and_when() -> None:
    counter = a_desk(is_open=False)

    begin_training(counter.desk, ROSA)
    end_training(counter.desk, ROSA)

    assert [(line.kind, line.staff, line.transfers) for line in counter.store.lines()] == [
        (LineKind.TRAINING_BEGUN, "rosa", ()),
        (LineKind.TRAINING_ENDED, "rosa", ()),
    ]


def test_it_never_begins_beside_an_open_drawer() -> None:
    counter = a_desk()
    before = counter.store.lines()

    with pytest.raises(Refused, match=r"^Rosa Delgado has a drawer open here\. Training begins once it is closed\.$"):
        begin_training(counter.desk, ROSA)

    assert counter.store.lines() == before


def test_who_broke_the_glass_does_not_train() -> None:
    with pytest.raises(NotAllowed):
        begin_training(a_desk(is_open=False).desk, Staff(user="r", name="R", role=Role.CASHIER, broke_glass=True))


def test_a_desk_is_the_training_desk_by_its_name_and_no_other_is() -> None:
    assert replace(OAK3, desk=TRAINING_DESK).is_training
    assert not OAK3.is_training
