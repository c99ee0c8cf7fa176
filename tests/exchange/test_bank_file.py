"""A bank's file in BAI2: deposits are read, accounts that do not add up are not, and every bad line is named."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashier.exchange.bank_file import BadRecord, BankCredit, BankFileTrouble, read_bank_file

HEAD = ["01,121000248,GCH,261123,0600,1,80,1,2/", "02,GCH,121000248,1,261121,2359,USD,2/"]
TAIL = ["98,600000,1,8/", "99,600000,1,10/"]


def account(*records: str, total: int, count: int, number: str = "0012344471", summary: str = "") -> list[str]:
    return [f"03,{number},USD{summary}/", *records, f"49,{total},{count}/"]


def read(tmp_path: Path, *lines: str) -> list[BankCredit | BadRecord]:
    path = tmp_path / "bank.bai"
    path.write_text("\n".join(lines), "utf-8")
    return list(read_bank_file(path))


def test_deposits_are_read_with_their_references_and_all_else_is_passed_over(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        *HEAD,
        *account(
            "16,301,45260,Z,B-991,4711,COMMERCIAL DEPOSIT/",
            "16,475,2500,0,,1043,CHECK PAID/",
            "16,175,41260,S,0,41260,0,B-992,OAK-900,CHECKS",
            "88,OF THE DAY, IN ONE PACKAGE",
            "16,174,100,V,261122,0900,B-993,4712/",
            "16,172,-100,D,2,0,50,1,50,B-994,4712,TAKEN BACK/",
            total=600_000 + 45_260 + 2_500 + 41_260 + 100 - 100,
            count=8,
            summary=",010,500000,,,015,100000,2,S,1,2,3",
        ),
        *TAIL,
    )

    assert found == [
        BankCredit(
            line=line,
            account="0012344471",
            as_of=date(2026, 11, 21),
            type=kind,
            cents=cents,
            reference=reference,
            bank_reference=own,
        )
        for line, kind, cents, reference, own in (
            (4, "301", 45_260, "4711", "B-991"),
            (6, "175", 41_260, "OAK-900", "B-992"),
            (8, "174", 100, "4712", "B-993"),
            (9, "172", -100, "4712", "B-994"),
        )
    ]


def test_two_that_are_alike_are_two(tmp_path: Path) -> None:
    alike = "16,301,100,Z,,4711/"
    found = read(tmp_path, *HEAD, *account(alike, alike, total=200, count=4), *TAIL)

    assert [one.place for one in found if isinstance(one, BankCredit)] == [0, 1]


def test_an_account_that_does_not_add_up_is_not_taken_and_the_others_are(tmp_path: Path) -> None:
    good, bad = "16,301,100,Z,,4711/", "16,301,101,Z,,4712/"
    found = read(
        tmp_path,
        *HEAD,
        *account(bad, total=100, count=3),
        *account(bad, total=101, count=4),
        *account(good, total=100, count=3, number="55558210"),
        *TAIL,
    )

    assert [one.line for one in found if isinstance(one, BadRecord)] == [5, 8]
    assert "Account …4471 does not come to its own total. None of it was taken" in str(found[0])
    assert [one.account for one in found if isinstance(one, BankCredit)] == ["55558210"]


@pytest.mark.parametrize(
    ("record", "why"),
    [
        ("16,301,1.00,Z,,4711/", "no whole number of cents"),
        ("16,301,100,Q,,4711/", "funds type is none of BAI2"),
        ("16,301,100,D,x,,4711/", "says no number of parts"),
        (f"16,301,100,Z,,{'9' * 77}/", "more than 76 characters"),
        ("17,301,100,Z,,4711/", "no BAI2 record"),
        ("hello", "no BAI2 record"),
        ("16,301,100,Z,,4111111111111111/", "bank card"),
    ],
)
def test_a_record_that_cannot_be_used_is_named_and_its_account_is_not_taken(
    tmp_path: Path, record: str, why: str
) -> None:
    found = read(tmp_path, *HEAD, *account("16,301,100,Z,,4711/", record, total=200, count=4), *TAIL)

    assert [one.line for one in found if isinstance(one, BadRecord)] == [5, 6]
    assert why in str(found[0])
    assert not [one for one in found if isinstance(one, BankCredit)]


def test_a_test_group_and_a_group_without_a_day_move_nothing(tmp_path: Path) -> None:
    one = account("16,301,100,Z,,4711/", total=100, count=3)
    tried = read(tmp_path, HEAD[0], "02,GCH,121000248,4,261121,2359,USD,2/", *one, *TAIL)
    undated = read(tmp_path, HEAD[0], "02,GCH,121000248,1,2611xx,2359,USD,2/", *one, *TAIL)

    assert tried == []
    assert [line.line for line in undated] == [2, 4, 5]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "line 1: it does not begin"),
        ("hello", "does not begin with a BAI2 file header"),
        ("01,a,b,261121,0600,1,,,2/\n02,a,b,1,261121,,USD,/", "line 2: the file trailer"),
        ("\udcff", "is not text"),
    ],
)
def test_a_file_of_which_nothing_can_be_used_is_refused(tmp_path: Path, text: str, why: str) -> None:
    path = tmp_path / "bank.bai"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(BankFileTrouble, match=why):
        list(read_bank_file(path))
    with pytest.raises(BankFileTrouble, match="cannot be read"):
        list(read_bank_file(tmp_path / "none"))


@given(
    st.lists(st.sampled_from(["01", "02", "03", "16", "49", "88", "98", "99", "16,301,5", "x", ",", "/"]), max_size=8)
)
def test_whatever_stands_in_a_file_is_told_and_never_breaks(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str]
) -> None:
    path = tmp_path_factory.mktemp("bank") / "bank.bai"
    path.write_text("\n".join(["01,", *lines, "99,"]), "utf-8")
    assert all(isinstance(one, BankCredit | BadRecord) for one in read_bank_file(path))
