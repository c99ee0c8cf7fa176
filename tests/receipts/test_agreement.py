"""Agreements on paper: what was agreed, cent by cent, with the law's sentence word for word in every language."""

from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from cashier.domain.arrangement import CLAUSE, Arrangement, Plan
from cashier.domain.errors import UnreadableBody
from cashier.domain.line import Line, LineKind
from cashier.domain.money import Money
from cashier.domain.statement_copy import StatementDetails
from receipts.agreement_words import AGREEMENT_WORDS
from receipts.layout import lay_out
from receipts.letters import LetterMaker
from receipts.papers import paper_document
from tests.fakes.builders import NOW
from tests.receipts.copies import PLACE
from tests.receipts.test_pdf import pages_of, text_in

PLAN = Plan(count=6, amount=Money(6_877), last=Money(6_875), first=date(2026, 12, 15))


@pytest.fixture(scope="module")
def maker() -> LetterMaker:
    return LetterMaker(PLACE)


def agreed(kind: LineKind, language: str = "en", **more: Any) -> Line:
    said = Arrangement(
        kind=kind,
        member_number="11048827",
        member_name="Tran, Mai Linh",
        guarantor_number="200417733",
        language=language,
        served_by="Rosa Delgado",
        identified="photo ID",
        **more,
    )
    return Line(
        line_id=UUID(int=7 << 76 | 2 << 62),
        kind=kind,
        desk="OAK3",
        center="OAK",
        staff="rosa",
        taken_at=NOW,
        facts=said.facts(),
    )


def plan(language: str = "en") -> Line:
    return agreed(LineKind.PLAN_AGREED, language, statement="S-48210377", balance=Money(41_260), plan=PLAN)


def slip(line: Line, copy: int = 0) -> str:
    return " ".join(" ".join(text.text for text in lay_out(paper_document((line,), PLACE, copy), 42)).split())


@pytest.mark.parametrize("language", sorted(AGREEMENT_WORDS))
def test_a_plan_carries_the_codes_sentence_word_for_word_on_every_paper(
    maker: LetterMaker, tmp_path: Path, language: str
) -> None:
    line = plan(language)

    assert CLAUSE in slip(line)
    sheet = text_in(maker.make(line, StatementDetails()).pdf, tmp_path)
    assert CLAUSE in " ".join(sheet.split())


def test_a_plan_says_each_installment_and_has_lines_to_sign() -> None:
    said = slip(plan())

    for words in (
        "$412.60",
        "Installments 6",
        "Each $68.77",
        "Last $68.75",
        "Dec 15, 2026 68.77",
        "May 15, 2027 68.75",
    ):
        assert words in said
    assert "without interest and without fees" in said
    assert said.count("_" * 30) == 2
    assert "****8827" in said
    assert "11048827" not in said


def test_an_extension_says_both_dates_and_a_second_paper_that_it_is_one() -> None:
    line = agreed(
        LineKind.DUE_DATE_EXTENDED,
        statement="S-48210377",
        balance=Money(41_260),
        due_date=date(2026, 12, 21),
        was_due=date(2026, 11, 21),
    )

    assert "Was due Nov 21, 2026 Now due Dec 21, 2026" in slip(line)
    assert "DUPLICATE 1" in slip(line, 1)
    assert "Section 1785.27" not in slip(line), "nothing new is owed"


@pytest.mark.parametrize("language", sorted(AGREEMENT_WORDS))
def test_an_applications_cover_says_where_it_goes_in_every_language(
    maker: LetterMaker, tmp_path: Path, language: str
) -> None:
    line = agreed(LineKind.ASSISTANCE_ASKED, language)

    for said in (slip(line), " ".join(text_in(maker.make(line, StatementDetails()).pdf, tmp_path).split())):
        assert "P.O. Box 30006 Walnut Creek, CA 94598" in said
        assert "11048827" in said, "the office that gets it has to know whose it is"
        assert "1-888-804-3536" in said


def test_a_long_plan_goes_on_a_second_page(maker: LetterMaker, tmp_path: Path) -> None:
    long = Plan(count=24, amount=Money(2_500), last=Money(2_500), first=date(2026, 12, 15))
    line = agreed(LineKind.PLAN_AGREED, statement="S-48210377", balance=Money(60_000), plan=long)

    data = maker.make(line, StatementDetails()).pdf

    assert len(pages_of(data, tmp_path)) == 2
    assert text_in(data, tmp_path).count("25.00") == 25


def test_a_referral_has_no_paper(maker: LetterMaker) -> None:
    line = agreed(LineKind.REFERRED, reason="Other", text="x")

    with pytest.raises(UnreadableBody):
        slip(line)
    with pytest.raises(UnreadableBody, match="has no paper"):
        maker.make(line, StatementDetails())
