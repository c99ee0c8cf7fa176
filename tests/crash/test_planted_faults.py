"""The proofs are believed because they catch: each of these desks breaks one rule, and the right proof says so."""

import pytest

from tests.crash.center import CrashCenter, Place
from tests.crash.planted import PLANTED
from tests.crash.proofs import prove, start_again
from tests.crash.test_named_points import CRASHES, crash


@pytest.mark.parametrize(
    ("fault", "crash_name", "proof"),
    [
        ("paper after the commit", "take: committed, nobody heard", "every_payment_has_its_paper"),
        ("mark before the send", "push: not sent yet", "the_ledger_has_it_once"),
        ("silence is a no", "card: approved, not settled", "cards_agree"),
        ("unsure paper is printed again", "print: sent, not confirmed", "no_paper_came_out_twice"),
    ],
)
def test_a_planted_fault_is_caught(
    fault: str, crash_name: str, proof: str, place: Place, center: CrashCenter, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, life = crash(CRASHES[crash_name], place, center, plant=fault)
    PLANTED[fault](monkeypatch.setattr)
    found = start_again(place)

    with pytest.raises(AssertionError) as caught:
        prove(found, life.answers("taken"), place, center)

    assert proof in [entry.name for entry in caught.traceback]
