"""A center chooses parts, their order and its own words, from a day on; what every receipt has stays on each."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashier.domain.line import Line
from cashier.domain.receipt_template import NEEDED, STANDARD, ReceiptTemplate, template_on, why_no_template
from receipts.document import Block, Feed, Rule, receipt_document
from tests.receipts import payments
from tests.receipts.kept import documents
from tests.receipts.test_document import words_of

SURVEY = {"survey": {"en": ("How was your visit?",), "es": ("¿Cómo le fue?",)}}
NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)


def template(*parts: str, since: date = NOVEMBER) -> ReceiptTemplate:
    return ReceiptTemplate(center="OAK", since=since, parts=parts or STANDARD, notices=SURVEY)


def receipt(lines: tuple[Line, ...], *templates: ReceiptTemplate, copy: int = 0) -> str:
    place = replace(payments.PLACE, receipt_templates=templates)
    return words_of(receipt_document(lines, place, copy))


def test_parts_stand_in_the_centers_order_and_what_it_leaves_out_nowhere() -> None:
    said = words_of(documents()["own-parts"])

    order = ["From January 4", "Receipt OAK3", "Statement S-48210377", "TOTAL PAID", "Financial help", "Served by"]
    places = [said.index(words) for words in [*order, "Still open", "How was your visit?", "survey.example.org"]]
    assert places == sorted(places)
    for left_out in ("Questions", "Payment plan", "next due"):
        assert left_out not in said


def test_a_notice_is_in_the_members_language_and_in_english_where_it_is_not_written_in_it() -> None:
    here = template(*STANDARD, "survey")

    assert receipt(payments.in_language("es", payments.check_and_cash()), here).endswith("¿Cómo le fue?")
    assert receipt(payments.in_language("ko", payments.check_and_cash()), here).endswith("How was your visit?")


def test_a_copy_has_the_parts_of_its_own_day() -> None:
    """Paid on November 21; what holds since then is another day's."""
    then, later = template(*NEEDED, "survey"), template(since=DECEMBER)
    elsewhere = replace(template(*NEEDED), center="FRE", since=date(2026, 11, 20))

    original = receipt(payments.check_and_cash(), then)
    again = receipt(payments.check_and_cash(), then, later, elsewhere, copy=1)

    assert "How was your visit?" in again
    assert again == original.replace("AM PST\n", "AM PST\nDUPLICATE 1\n")
    assert "Questions" in receipt(payments.check_and_cash(), later), "nothing held yet: the standard"


def test_the_latest_of_a_center_that_held_on_a_day_is_its_template() -> None:
    october, november, december = template(since=date(2026, 10, 1)), template(), template(since=DECEMBER)
    there = replace(december, center="FRE")

    for templates in ((october, november, december, there), (there, december, november, october)):
        assert template_on(templates, "OAK", NOVEMBER) == november
        assert template_on(templates, "OAK", date(2026, 11, 30)) == november
        assert template_on(templates, "OAK", DECEMBER) == december
        assert template_on(templates, "FRE", date(2026, 11, 30)).parts == STANDARD


@pytest.mark.parametrize("part", NEEDED)
def test_what_every_receipt_has_cannot_be_left_out(part: str) -> None:
    said = why_no_template(tuple(each for each in STANDARD if each != part), ())

    assert said == f"its parts leave out {part}: every receipt has who, paid, tenders and served; add it"


@pytest.mark.parametrize(
    ("parts", "notices", "said"),
    [
        ((*STANDARD, "paid"), (), "paid stands among the parts twice; leave one out"),
        ((*STANDARD, "paid", "who"), (), "who stands among the parts twice"),
        ((*STANDARD, "survey"), (), "survey is none of the parts"),
        (STANDARD, ("survey",), "the notice survey stands nowhere; name it among the parts"),
        (STANDARD, ("paid",), "a notice has the name of a part, paid; name it otherwise"),
    ],
)
def test_a_template_that_makes_no_receipt_says_why(parts: tuple[str, ...], notices: tuple[str, ...], said: str) -> None:
    assert why_no_template(parts, notices).startswith(said)
    assert why_no_template((*STANDARD, "survey"), ("survey",)) == ""


@given(st.permutations([*STANDARD, "survey"]), st.sets(st.sampled_from([*STANDARD, "survey"])))
def test_in_any_order_sections_are_parted_and_money_is_said_whole(order: list[str], left_out: set[str]) -> None:
    parts = tuple(part for part in order if part in NEEDED or part not in left_out)
    place = replace(payments.PLACE, receipt_templates=(template(*parts),))

    document = receipt_document(payments.card_then_cash(), place, 1)

    said = words_of(document)
    for needed in (
        "DUPLICATE 1",
        payments.RECEIPT,
        "S-48210377 412.60",
        "TOTAL PAID $472.60",
        "Cash 180.00",
        "Served by",
    ):
        assert needed in said
    assert not any(_parts(one) and _parts(other) for one, other in pairwise(document.blocks))
    assert not _parts(document.blocks[-1])


def _parts(block: Block) -> bool:
    return isinstance(block, Rule | Feed)
