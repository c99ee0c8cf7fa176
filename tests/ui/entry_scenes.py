"""Every entry field of the window: how it comes to the front, what a right text for it is, and how it is entered."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.ui.entry_steps import (
    Key,
    Step,
    after,
    asks_birth_date,
    batch_open,
    chosen,
    clicking,
    close_differs,
    counted,
    entering_at,
    found_form,
    large_cash,
    open_mai,
    owing_much,
    paid_in_full,
    pressing,
    rail,
)
from tests.ui.sample_desk import HOSPITAL, OFFICE


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """``texts``: a right text for each field, by its accessible name. ``enters`` is what asks for them.

    ``again``: how the same comes to the front once more in this window. ``secret``: passphrases, which no refusal
    keeps; it stands beside them where who ``signs`` is wrong. ``optional`` ones may be left empty, and in ``free`` ones
    most texts are right. ``may_say_nothing``: so they are here. ``answers_elsewhere``: in a list below.
    """

    name: str
    opens: Step
    texts: Mapping[str, str]
    enters: Step
    signs_in: bool = True
    secret: frozenset[str] = frozenset()
    staff: str = "rosa"
    has_drawer: bool = True
    free: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()
    signs: frozenset[str] = frozenset()
    again: Step | None = None
    answers_elsewhere: bool = False
    may_say_nothing: bool = False


FINDER = "Member, guarantor or statement number, name, date of birth — or scan"
BORN = "Date of birth, as the member says it"
ANOTHERS = "Number of another's statement"
ACTIVITY = "Receipt, member, amount or check number"
LIST = Path(__file__).with_name("agency_list.csv")
SECRET = frozenset({"Lead's passphrase"})
SIGN = {"Lead's name or badge": "helen", "Lead's passphrase": "helen 1"}
CHECK = {
    "Check amount": "60",
    "Check number": "1043",
    "Date on it": "11/20/26",
    "In words": "60",
    "Routing number": "121000248",
    "Account number": "0012345678",
    "Bank": "Wells Fargo",
}
LATE = {
    "Receipt book": "b12",
    "Paper receipt number": "57",
    "Day and time on it": "9:40 AM",
    "Who took the money": "Rosa Delgado",
    "Who stood by": "Helen Park",
    "Statement on the paper": OFFICE,
    "Without one: what is known": "",
    "Amount on the paper": "60",
    "Paper was paid by cash, check or money order": "check",
    "Number of the check or order": "1043",
}
SCENES = (
    Scene(
        name="sign-in",
        opens=lambda desk: None,
        signs=frozenset({"Name or badge"}),
        texts={"Name or badge": "nobody", "Passphrase": "rosa 1"},
        enters=clicking("Sign in"),
        signs_in=False,
        secret=frozenset({"Passphrase"}),
    ),
    Scene(
        name="opening the drawer",
        opens=lambda desk: None,
        may_say_nothing=True,
        texts={"$100": "", "1¢": ""},
        enters=lambda desk: None,
        has_drawer=False,
    ),
    Scene(
        name="finder",
        opens=lambda desk: None,
        texts={FINDER: "tran mai"},
        enters=entering_at(FINDER),
        answers_elsewhere=True,
    ),
    Scene(name="birth date", opens=asks_birth_date, texts={BORN: "3/14/62"}, enters=entering_at(BORN)),
    Scene(
        name="pay now",
        opens=after(open_mai, pressing(Key.Key_Space)),
        may_say_nothing=True,
        texts={f"Pay now {HOSPITAL}": "412.60"},
        enters=lambda desk: None,
    ),
    Scene(
        name="spread",
        opens=after(open_mai, pressing(alt=Key.Key_O)),
        texts={"Amount to spread, oldest first": "100"},
        enters=entering_at("Amount to spread, oldest first"),
    ),
    Scene(
        name="another's statement",
        opens=after(open_mai, pressing(alt=Key.Key_N)),
        may_say_nothing=True,
        again=pressing(alt=Key.Key_N),
        texts={ANOTHERS: "S-404"},
        enters=entering_at(ANOTHERS),
    ),
    Scene(
        name="cash",
        opens=after(chosen, pressing(Key.Key_F5)),
        texts={"Cash received": "70"},
        enters=entering_at("Cash received"),
    ),
    Scene(
        name="check",
        opens=after(chosen, pressing(Key.Key_F6)),
        optional=frozenset({"Date on it", "In words", "Routing number", "Account number"}),
        texts=CHECK,
        free=frozenset({"Check number", "Bank", "In words"}),
        enters=entering_at("Account number"),
    ),
    Scene(
        name="money order",
        opens=after(chosen, pressing(Key.Key_F7)),
        texts={"Money order amount": "60", "Money order number": "555", "Issuer": "USPS"},
        free=frozenset({"Money order number", "Issuer"}),
        enters=entering_at("Issuer"),
    ),
    Scene(
        name="card",
        opens=after(chosen, pressing(Key.Key_F8)),
        texts={"On the card": "60"},
        enters=entering_at("On the card"),
    ),
    Scene(
        name="a lead agrees",
        opens=paid_in_full,
        signs=frozenset({"Lead who agrees"}),
        texts={"Lead who agrees": "oscar", "Passphrase of the lead": "oscar 1"},
        enters=clicking("The lead agrees"),
        secret=frozenset({"Passphrase of the lead"}),
    ),
    Scene(
        name="on account",
        opens=after(open_mai, pressing(alt=Key.Key_P)),
        signs=frozenset({"Lead's name or badge"}),
        texts={"Amount on account": "20", "Reason": "asked to"} | SIGN,
        free=frozenset({"Reason"}),
        enters=clicking("Approve"),
        secret=SECRET,
    ),
    Scene(
        name="deposit",
        opens=after(open_mai, pressing(alt=Key.Key_D)),
        again=pressing(alt=Key.Key_D),
        texts={"Estimate's reference": "E-77", "Amount of the deposit": "20"},
        free=frozenset({"Estimate's reference"}),
        enters=clicking("Add the deposit"),
    ),
    Scene(
        name="payor",
        opens=after(open_mai, pressing(alt=Key.Key_Y)),
        may_say_nothing=True,
        again=pressing(alt=Key.Key_Y),
        texts={"Payor's name": "Kevin", "Payor's phone, optional": "", "ID that was seen, optional": ""},
        free=frozenset({"Payor's name", "Payor's phone, optional", "ID that was seen, optional"}),
        enters=clicking("Keep it"),
    ),
    Scene(
        name="unidentified",
        opens=pressing(alt=Key.Key_K),
        again=pressing(alt=Key.Key_K),
        texts={"Amount to hold": "20", "What is known of it": "left here", "Where it came from, optional": ""},
        free=frozenset({"What is known of it", "Where it came from, optional"}),
        enters=clicking("Add it"),
    ),
    Scene(
        name="miscellaneous",
        opens=pressing(alt=Key.Key_M),
        again=pressing(alt=Key.Key_M),
        texts={"Receipt code": "COPIES", "Amount of the receipt": "5"},
        enters=clicking("Add it"),
    ),
    Scene(
        name="extension",
        opens=after(chosen, pressing(Key.Key_F10)),
        texts={"New due date": "1/1/30"},
        enters=entering_at("New due date"),
    ),
    Scene(
        name="plan",
        opens=after(owing_much, pressing(Key.Key_F10), pressing(alt=Key.Key_L)),
        may_say_nothing=True,
        optional=frozenset({"Installments", "Or each, in dollars"}),
        texts={"Installments": "6", "Or each, in dollars": "", "First on": "12/5"},
        enters=entering_at("First on"),
    ),
    Scene(
        name="referral",
        opens=after(chosen, pressing(Key.Key_F10), pressing(alt=Key.Key_Q), pressing(Key.Key_Space)),
        texts={"What the office should look at": "this"},
        free=frozenset({"What the office should look at"}),
        enters=entering_at("What the office should look at"),
    ),
    Scene(
        name="large cash",
        opens=large_cash,
        texts={
            "Payor's full name": "Kevin Tran",
            "Street, city, state, ZIP": "1 Lake St, Oakland",
            "Payor's date of birth": "1/20/1990",
            "Occupation": "Baker",
            "Taxpayer number (SSN, ITIN or EIN)": "123-45-6789",
            "Kind of ID, and who issued it": "CA license",
            "Number on the ID": "D1234567",
            "If something is not given: why": "",
        },
        free=frozenset(
            {
                "Payor's full name",
                "Street, city, state, ZIP",
                "Occupation",
                "Kind of ID, and who issued it",
                "Number on the ID",
                "If something is not given: why",
            }
        ),
        enters=entering_at("If something is not given: why"),
    ),
    Scene(
        name="late entry",
        opens=pressing(alt=Key.Key_G),
        optional=frozenset({"Without one: what is known"}),
        texts=LATE,
        free=frozenset(
            {
                "Receipt book",
                "Who took the money",
                "Who stood by",
                "Without one: what is known",
                "Number of the check or order",
            }
        ),
        enters=clicking("Enter the receipt"),
    ),
    Scene(
        name="mail opened",
        opens=pressing(alt=Key.Key_G),
        signs=frozenset({"Second person's name or badge"}),
        texts={
            "Mail or drop box": "mail",
            "Items counted": "2",
            "Control total": "95",
            "Second person's name or badge": "helen",
            "Second person's passphrase": "helen 1",
        },
        enters=clicking("Open the batch"),
        secret=frozenset({"Second person's passphrase"}),
    ),
    Scene(
        name="mail item",
        opens=batch_open,
        texts={
            "Statement in the envelope": OFFICE,
            "Without one: clues": "",
            "Amount of the item": "60",
            "Item is cash, check or money order": "check",
            "Number printed on it": "77",
        },
        free=frozenset({"Without one: clues", "Number printed on it"}),
        enters=clicking("Enter the item"),
    ),
    Scene(
        name="mail closed",
        opens=close_differs,
        signs=frozenset({"Second opener's name or badge"}),
        texts={
            "Why it differs": "one was empty",
            "Second opener's name or badge": "helen",
            "Second opener's passphrase": "helen 1",
        },
        free=frozenset({"Why it differs"}),
        enters=clicking("Close with the difference"),
        secret=frozenset({"Second opener's passphrase"}),
    ),
    Scene(
        name="agency",
        opens=pressing(alt=Key.Key_G),
        may_say_nothing=True,
        texts={
            "Agency": "County",
            "The list's file": str(LIST),
            "Number of the agency's check": "9001",
            "Amount of the agency's check": "65",
        },
        free=frozenset({"Agency"}),
        enters=clicking("Look at the list"),
    ),
    Scene(
        name="drop",
        opens=after(rail("Drawer"), pressing(alt=Key.Key_D)),
        may_say_nothing=True,
        again=pressing(alt=Key.Key_D),
        signs=frozenset({"Witness: name or badge"}),
        texts={
            "$20": "2",
            "Bag number": "OAK-1",
            "Witness: name or badge": "helen",
            "Witness's passphrase": "helen 1",
        },
        enters=clicking("Drop"),
        secret=frozenset({"Witness's passphrase"}),
    ),
    Scene(
        name="no sale",
        opens=after(rail("Drawer"), pressing(alt=Key.Key_O)),
        again=pressing(alt=Key.Key_O),
        texts={"Reason": "change"},
        free=frozenset({"Reason"}),
        enters=entering_at("Reason"),
    ),
    Scene(
        name="pay in and out",
        opens=after(rail("Drawer"), pressing(alt=Key.Key_P)),
        again=pressing(alt=Key.Key_P),
        signs=frozenset({"Lead's name or badge"}),
        texts={"Amount of cash": "5", "Why": "stamps"} | SIGN,
        free=frozenset({"Why"}),
        enters=entering_at("Lead's passphrase"),
        secret=SECRET,
    ),
    Scene(
        name="close",
        opens=counted(9),
        signs=frozenset({"Lead's name or badge"}),
        texts={"Reason": "one note short", "Till bag number": "T-1"} | SIGN,
        free=frozenset({"Reason", "Till bag number"}),
        enters=pressing(Key.Key_F4),
        secret=SECRET,
    ),
    Scene(
        name="check not listed",
        opens=found_form,
        again=pressing(alt=Key.Key_N),
        texts={"Its number": "88", "Its amount": "20"},
        free=frozenset({"Its number"}),
        enters=entering_at("Its amount"),
    ),
    Scene(
        name="day report",
        opens=after(rail("Day"), pressing(alt=Key.Key_D)),
        again=pressing(alt=Key.Key_D),
        texts={"What the report is for": "audit"},
        free=frozenset({"What the report is for"}),
        enters=entering_at("What the report is for"),
    ),
    Scene(
        name="activity",
        opens=rail("Activity"),
        texts={ACTIVITY: "tran"},
        enters=entering_at(ACTIVITY),
        answers_elsewhere=True,
    ),
    Scene(
        name="bag for the safe",
        opens=pressing(alt=Key.Key_B),
        free=frozenset({"Bag for the safe"}),
        texts={"Bag for the safe": "OAK-1"},
        enters=entering_at("Bag for the safe"),
        staff="priya",
        has_drawer=False,
    ),
)
