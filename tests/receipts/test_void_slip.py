"""The two slips of a void: the drawer's in English, the member's in the language that they read, amounts the same."""

from dataclasses import replace

import pytest

from cashier.domain.columns import columns_of
from cashier.domain.correction import OTHER_REASON
from cashier.domain.languages import SPOKEN
from cashier.domain.line import Line
from cashier.domain.void import VOID_REASONS, decide_void
from receipts.document import Document
from receipts.layout import lay_out
from receipts.papers import paper_document
from receipts.words import WORDS
from tests.domain.card_lines import card_voided
from tests.domain.correcting import a_paid, a_void, void_at, voided
from tests.fakes.builders import cash, check
from tests.receipts.copies import PLACE
from tests.receipts.payments import in_language

DRAWER, MEMBER = 0, 1


def slip(line: Line, copy: int, **facts: object) -> Document:
    return paper_document((replace(line, facts={**line.facts, **facts}),), PLACE, copy)


def said(document: Document, columns: int = 48) -> str:
    return "\n".join(text.text for text in lay_out(document, columns))


@pytest.mark.parametrize("code", SPOKEN)
@pytest.mark.parametrize("reason", VOID_REASONS)
def test_the_members_is_in_their_language(code: str, reason: str) -> None:
    words = WORDS[code]
    document = slip(voided(check(20000), cash(25000)), MEMBER, language=code, reason=reason, text="as typed")
    told = said(document)

    assert document.language == code
    for each in (words.voided, words.for_member, words.receipt, words.member, words.given_back, words.receipt_back):
        assert each in told
    why = "as typed" if reason == OTHER_REASON else f"{getattr(words, reason)}: as typed"
    assert "".join(words.reason.format(reason=why).split()) in "".join(told.split())
    assert words.asked_by.format(name="Rosa Delgado") in told
    assert words.approved_by.format(name="Helen Park") in told
    english = ("Given back", "Reason", "Check", "Asked by", "Approved by", "Member's", "Cashier")
    assert [each for each in english if each in told] == ([*english] if code == "en" else [])


@pytest.mark.parametrize("code", SPOKEN)
@pytest.mark.parametrize("columns", [32, 42, 48])
def test_amounts_and_numbers_are_as_in_english_and_nothing_is_cut_off(code: str, columns: int) -> None:
    for line in (voided(check(20000), cash(25000)), card_voided()):
        document = slip(line, MEMBER, language=code)
        lines = [text.text for text in lay_out(document, columns)]
        back = ("412.60",) if "reversal" in line.facts else ("200.00", "212.60")

        assert max(map(columns_of, lines)) <= columns
        assert all(
            any(text.endswith(f" {end}") for text in lines) for end in ("OAK3-0000001", "****8827", *back, "$412.60")
        )


@pytest.mark.parametrize("code", SPOKEN[1:])
def test_the_drawers_stays_in_english(code: str) -> None:
    line = voided(check(20000), cash(25000))

    assert slip(line, DRAWER, language=code) == slip(line, DRAWER, language="en")
    assert "FOR THE DRAWER" in said(slip(line, DRAWER, language=code))


def test_a_slip_that_is_printed_again_is_marked_in_its_own_language() -> None:
    drawer, member = (said(slip(voided(), copy, language="es")) for copy in (2, 3))

    assert ("DUPLICATE 1" in drawer, "FOR THE DRAWER" in drawer, "DUPLICADO" in drawer) == (True, True, False)
    assert ("DUPLICADO 2 · DUPLICATE 2" in member, "PARA EL MIEMBRO" in member) == (True, True)


def test_a_void_keeps_the_language_of_the_receipt() -> None:
    at = void_at(*in_language("vi", (a_paid(),)))
    line = decide_void(a_void(at), at)

    assert line.facts["language"] == "vi"


@pytest.mark.parametrize("language", ["", "fa"])
def test_one_that_says_no_language_with_words_is_in_english(language: str) -> None:
    assert "Given back" in said(slip(voided(), MEMBER, language=language))


def test_one_of_an_earlier_version_is_in_english() -> None:
    line = voided()
    facts = {name: fact for name, fact in line.facts.items() if name != "language"}

    assert paper_document((replace(line, facts=facts),), PLACE, MEMBER) == slip(line, MEMBER, language="en")


def test_a_card_is_called_by_its_brand_or_a_card_in_that_language() -> None:
    line = card_voided()
    (tender,) = line.facts["tenders"]
    unknown = slip(line, MEMBER, language="vi", tenders=[{**tender, "words": "Card ••4421"}])
    told = said(slip(line, MEMBER, language="vi", without_receipt="Lost", receipt_back=False))

    assert "Visa ••4421" in told
    assert WORDS["vi"].card_given_back in told.replace("\n", " ")
    assert "Biên lai của hội viên: không có: Lost" in told
    assert "Thẻ ••4421" in said(unknown)


def test_the_reasons_on_paper_are_those_that_the_screen_asks_for() -> None:
    words = WORDS["en"]

    assert {code: getattr(words, code) for code in VOID_REASONS if code != OTHER_REASON} == {
        code: said for code, said in VOID_REASONS.items() if code != OTHER_REASON
    }
