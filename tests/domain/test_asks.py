"""A word from afar is for one act, one amount and a few minutes, and never one's own."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from cashier.domain.asks import WORD_HOLDS, Ask, AskAnswer, AskState, word_of, words_of
from cashier.domain.card import asked_line, reversal_line
from cashier.domain.errors import Refused
from cashier.domain.line import read_line
from cashier.domain.money import Money
from cashier.domain.people import Approval, Right, check_approval
from tests.domain.card_lines import a_reversal, a_sale
from tests.domain.correcting import a_paid
from tests.fakes.builders import NOW, a_shift, a_situation

GOLDEN = Path(__file__).parents[1] / "golden" / "bodies"
ASK = Ask(
    ask_id=UUID(int=7), act="cash out", amount=Money(2000), right=Right.APPROVE_DRAWER, sentence="$20.00 out: stamps."
)
GIVEN = AskAnswer(state=AskState.GIVEN, by="helen", by_name="Helen Park", at=NOW)


def word(answer: AskAnswer, *, requester: str = "rosa", after: timedelta = timedelta()) -> Approval | None:
    return word_of(ASK, answer, requester=requester, now=NOW + after)


def test_a_word_is_bound_to_its_act_and_amount() -> None:
    given = word(GIVEN)

    assert given == Approval(
        approver="helen",
        approver_name="Helen Park",
        act="cash out",
        amount=Money(2000),
        given_at=NOW,
        word=str(ASK.ask_id),
    )
    check_approval(given, requester="rosa", act="cash out", amount=Money(2000), words="This")
    with pytest.raises(Refused, match="something else"):
        check_approval(given, requester="rosa", act="cash out", amount=Money(2001), words="This")


def test_it_holds_for_ten_minutes_and_not_from_a_clock_that_is_ahead() -> None:
    assert word(GIVEN, after=WORD_HOLDS) is not None
    for after in (WORD_HOLDS + timedelta(seconds=1), timedelta(minutes=-2)):
        with pytest.raises(Refused, match="agreed too long ago"):
            word(GIVEN, after=after)


def test_what_waits_is_no_word_and_what_was_declined_says_why() -> None:
    assert word(AskAnswer(state=AskState.WAITS)) is None
    with pytest.raises(Refused, match="Helen Park declined"):
        word(AskAnswer(state=AskState.DECLINED, by="helen", by_name="Helen Park", words="Bring it to me."))
    with pytest.raises(Refused, match="Nobody answered in time"):
        word(AskAnswer(state=AskState.EXPIRED))


def test_nobodys_own_word_counts() -> None:
    with pytest.raises(Refused, match="Nobody approves for themselves"):
        word(GIVEN, requester="helen")


def test_a_void_that_waits_for_the_terminal_uses_its_word_when_it_is_asked() -> None:
    asked = read_line((GOLDEN / "v1-reversal_asked.json").read_bytes())
    gives_back = asked.facts["gives_back"]
    approval = gives_back["approval"] | {"word": "w"}

    from_afar = replace(asked, facts={**asked.facts, "gives_back": {**gives_back, "approval": approval}})
    assert words_of(from_afar) == {"w": gives_back["line"]}
    assert words_of(asked) == {}


def test_each_line_uses_the_words_that_it_names_for_its_own_act() -> None:
    paid = a_paid()
    agreed = {**paid.facts["tenders"][0], "agreed": {"word": "w2"}}
    line = replace(paid, facts={**paid.facts, "word": "w1", "tenders": [agreed, {"kind": "cash"}]})
    assert words_of(line) == {"w1": line.facts["payment"], "w2": line.facts["payment"]}

    asked = asked_line(a_sale(), a_situation())
    wish = {**asked.facts["wish"], "approval": {"word": "w3"}}
    assert words_of(replace(asked, facts={**asked.facts, "wish": wish})) == {"w3": wish["payment"]}
    assert words_of(asked) == {}

    back = reversal_line(a_reversal(), a_shift())
    unsigned = {**back.facts, "gives_back": {**back.facts["gives_back"], "approval": None}}
    assert words_of(replace(back, facts=unsigned)) == {}


def test_a_word_that_came_a_minute_early_is_one_and_a_decline_says_its_words() -> None:
    given = AskAnswer(state=AskState.GIVEN, by="helen", by_name="Helen Park", at=NOW)

    assert word(given, after=-timedelta(minutes=1)) is not None
    for after in (-timedelta(minutes=1, microseconds=1), timedelta(minutes=10, microseconds=1)):
        with pytest.raises(Refused, match="agreed too long ago"):
            word(given, after=after)
    with pytest.raises(Refused, match="agreed too long ago"):
        word(replace(given, at=None))
    declined = AskAnswer(state=AskState.DECLINED, by="helen", by_name="Helen Park", words="not today")
    for answer, said in (
        (declined, "Helen Park declined. “not today”"),
        (replace(declined, words=""), "Helen Park declined."),
    ):
        with pytest.raises(Refused) as refused:
            word(answer)
        assert refused.value.sentence == said
