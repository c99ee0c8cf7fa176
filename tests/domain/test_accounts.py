"""Every account has one code, and the code says the account."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashier.domain.accounts import (
    Account,
    AccountKind,
    Book,
    BookLine,
    credit,
    deposit_over_short,
    held,
    holding,
    receivable,
    safe_over_short,
)
from cashier.domain.money import Money
from cashier.domain.transfer import Transfer
from tests.fakes.safe_room import MEDICAL

OWNERS = st.text(st.characters(exclude_characters=":", exclude_categories=["Cs"]), min_size=1, max_size=20)
REGIONS = st.from_regex("[a-z]{2,8}", fullmatch=True)
BOOKS = st.builds(Book, REGIONS, st.sampled_from(BookLine))
WITH_BOOK = {
    AccountKind.DRAWER_CASH,
    AccountKind.DRAWER_CHECKS,
    AccountKind.CARD_CLEARING,
    AccountKind.CHANNEL,
    AccountKind.TRANSIT,
    AccountKind.SAFE,
    AccountKind.DEPOSIT,
    AccountKind.COURIER,
    AccountKind.BANK,
}


@given(st.sampled_from(AccountKind), OWNERS, BOOKS)
def test_an_account_reads_back_from_its_code(kind: AccountKind, owner: str, book: Book) -> None:
    account = Account(kind, owner, book if kind in WITH_BOOK else None)

    assert Account.read(account.code) == account
    assert Book.read(book.code) == book


@pytest.mark.parametrize("kind", AccountKind)
def test_what_holds_our_money_names_its_book_and_nothing_else_does(kind: AccountKind) -> None:
    wrong = None if kind in WITH_BOOK else Book("ncal", BookLine.MEDICAL)

    with pytest.raises(ValueError, match="book"):
        Account(kind, "OAK", wrong)


@given(st.text() | st.sampled_from(["safe:OAK", "held:OAK:ncal.medical", "safe:OAK:ncal.dental", "safe::ncal.medical"]))
def test_a_code_that_says_no_account_raises_value_error(code: str) -> None:
    try:
        assert Account.read(code).code == code
    except ValueError:
        assert not code.startswith("receivable:S-1")


@pytest.mark.parametrize("region", ["", "n.cal", "n:cal"])
def test_a_books_region_is_a_plain_name(region: str) -> None:
    with pytest.raises(ValueError, match="region"):
        Book(region, BookLine.MEDICAL)


def test_the_accounts_of_members_and_centers_have_short_names() -> None:
    codes = [receivable("S-1").code, credit("200").code, holding("OAK").code, held("OAK").code]

    assert codes == ["receivable:S-1", "credit:200", "holding:OAK", "held:OAK"]


@pytest.mark.parametrize("cents", [0, -1])
def test_a_transfer_moves_a_positive_amount(cents: int) -> None:
    with pytest.raises(ValueError, match="positive"):
        Transfer(receivable("S-1"), credit("200"), Money(cents))


def test_a_transfer_needs_two_accounts() -> None:
    with pytest.raises(ValueError, match="two accounts"):
        Transfer(credit("200"), credit("200"), Money(1))


def test_an_account_without_an_owner_or_with_a_book_too_much_or_too_few_is_none() -> None:
    for kind, owner, book in (
        (AccountKind.RECEIVABLE, "", None),
        (AccountKind.RECEIVABLE, "S:1", None),
        (AccountKind.RECEIVABLE, "S-1", MEDICAL),
        (AccountKind.SAFE, "OAK", None),
    ):
        with pytest.raises(ValueError, match=r"owner is a name|has no book|needs book"):
            Account(kind, owner, book)
    with pytest.raises(ValueError, match="is not an account"):
        Account.read("safe:OAK:ncal.medical:more")
    assert Account.read("safe:OAK:ncal.medical") == Account(AccountKind.SAFE, "OAK", MEDICAL)


def test_the_safes_and_the_deposits_differences_are_nobodys_shift() -> None:
    assert safe_over_short("OAK").code == "over_short:OAK.safe"
    assert deposit_over_short("OAK").code == "over_short:OAK.deposit"
