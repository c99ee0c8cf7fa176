"""Whatever is scanned, the counter says one sentence or does one thing, and what was chosen and typed stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashier.domain.errors import Refused
from cashier.domain.money import Money
from cashier.domain.scan_layouts import scan_line
from cashier.domain.scanned import read_scan
from cashier.domain.targets import Part, Target, TargetKind
from cashier.domain.tenders import TenderKind
from tests.domain.test_scan import CARDS
from tests.ui.sample_desk import OFFICE, PLACE, ROSA, STATEMENTS, SampleDesk
from ui.counter.extras_state import Extra
from ui.counter.finder_state import Opening
from ui.counter.scan_state import CheckFilled, Said, Scans
from ui.counter.serving import Serving
from ui.tender.tender_state import Field

CHECK = "T121000248T0012345678O1043"
LINES = [scan_line(bill, PLACE.scan_layouts) for bill in STATEMENTS]

checks = st.from_regex(r"(O[0-9?]{1,8}O ?)?T[0-9?]{8,10}T[0-9? D]{0,14}O?[0-9? ]{0,5}", fullmatch=True)
codes = (
    st.text(max_size=60)
    | checks
    | st.sampled_from([*CARDS, *LINES, OFFICE, "OAK3-0000001", "OA-0000001", "+80840123456789=11048827?", "@"])
    | st.sampled_from(LINES).flatmap(
        lambda line: st.integers(0, 41).map(lambda place: line[:place] + "5" + line[place + 1 :])
    )
)
codes |= st.tuples(codes, codes, st.integers(0, 40)).map(lambda two: (two[0] + two[1])[two[2] :])


def counter() -> tuple[Serving, Scans]:
    """Mai Linh's account with her office visit chosen, and $12 of cash being typed."""
    sample = SampleDesk()
    sample.open_drawer()
    serving = Serving(sample.desk, ROSA, terminal="", printer_waits=lambda: False)
    serving.open(Opening(member_number="11048827", identified="name and date of birth"))
    serving.tick(OFFICE)
    serving.tender(TenderKind.CASH)
    serving.typed(Field.AMOUNT, "12")
    return serving, Scans(sample.desk, ROSA, serving)


@given(st.lists(codes, min_size=1, max_size=4), st.booleans())
def test_a_refusal_is_one_sentence_and_leaves_everything_as_it_was(texts: list[str], is_looking: bool) -> None:
    serving, scans = counter()
    for text in texts:
        before = serving.payment, serving.account
        try:
            outcome = scans.take(read_scan(text, PLACE.scan_layouts, PLACE.member_cards), is_looking=is_looking)
        except Refused as refused:
            outcome = Said(refused.sentence)
        if isinstance(outcome, Said):
            assert outcome.sentence.endswith(".")
            assert "\n" not in outcome.sentence
            assert (serving.payment, serving.account) == before
        assert serving.last is None
        assert serving.payment is None or serving.payment.tenders == ()


@given(checks)
def test_whatever_a_reader_makes_of_a_check_no_money_is_taken_and_the_amount_stays(text: str) -> None:
    serving, scans = counter()
    serving.tender(TenderKind.CHECK)
    serving.typed(Field.AMOUNT, "20")
    try:
        scans.take(read_scan(text), is_looking=False)
    except Refused:
        return
    assert serving.payment is not None
    assert serving.payment.draft is not None
    assert serving.payment.draft.text(Field.AMOUNT) == "20"
    assert serving.payment.tenders == ()


@pytest.mark.parametrize("stage", ["nobody", "without member"])
def test_a_check_before_anything_is_chosen_says_what_comes_first(stage: str) -> None:
    sample = SampleDesk()
    sample.open_drawer()
    serving = Serving(sample.desk, ROSA, terminal="", printer_waits=lambda: False)
    if stage == "without member":
        serving.begin_without_member()

    outcome = Scans(sample.desk, ROSA, serving).take(read_scan(CHECK), is_looking=False)

    assert isinstance(outcome, Said)
    assert outcome.sentence.endswith("then put the check through the reader again.")


def test_a_check_pays_what_needs_no_member_too() -> None:
    sample = SampleDesk()
    sample.open_drawer()
    serving = Serving(sample.desk, ROSA, terminal="", printer_waits=lambda: False)
    serving.begin_without_member()
    part = Part(target=Target(TargetKind.HOLDING, ""), amount=Money(500), note="a note")
    serving.add(Extra(part=part, book=PLACE.medical, words="Unidentified"))

    assert Scans(sample.desk, ROSA, serving).take(read_scan(CHECK), is_looking=False) == CheckFilled(Field.AMOUNT)
    assert serving.payment is not None
    assert serving.payment.draft is not None
    assert serving.payment.draft.text(Field.AMOUNT) == "5.00"
