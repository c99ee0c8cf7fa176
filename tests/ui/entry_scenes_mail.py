"""The entry fields of the Mail page: late entry, batches, and an agency's check with its list."""

from pathlib import Path

from tests.ui.entry_scene import Scene
from tests.ui.entry_steps import Key, after, as_it_is, batch_open, clicking, close_differs, pressing, ticking, typing
from tests.ui.sample_desk import OFFICE

LIST = Path(__file__).with_name("agency_list.csv")
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
}
LATE_TENDER, ITEM_TENDER = "Paper was paid by cash, check or money order", "Item is cash, check or money order"
ITEM = {"Statement in the envelope": OFFICE, "Amount of the item": "60"}
AGENCY = {"Agency": "County", "The list's file": str(LIST), "Amount of the agency's check": "65"}


def check_of(form: str) -> dict[str, str]:
    """The check's fields on one of the page's forms."""
    return {f"{name} · {form}": text for name, text in CHECK.items() if name != "Check amount"}


def optional_of(form: str) -> frozenset[str]:
    return frozenset(f"{name} · {form}" for name in ("Date on it", "In words", "Routing number", "Account number"))


def free_of(form: str) -> frozenset[str]:
    return frozenset(f"{name} · {form}" for name in ("Check number", "Bank", "In words"))


MAIL_SCENES = (
    Scene(
        name="late entry",
        opens=pressing(alt=Key.Key_G),
        optional=frozenset({"Without one: what is known"}),
        texts=LATE | {LATE_TENDER: "cash"},
        free=frozenset(
            {
                "Receipt book",
                "Who took the money",
                "Who stood by",
                "Without one: what is known",
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
        again=as_it_is,
        secret=frozenset({"Second person's passphrase"}),
    ),
    Scene(
        name="mail item",
        opens=batch_open,
        texts={
            "Statement in the envelope": OFFICE,
            "Without one: clues": "",
            "Amount of the item": "60",
            "Item is cash, check or money order": "cash",
        },
        free=frozenset({"Without one: clues"}),
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
        again=as_it_is,
        secret=frozenset({"Second opener's passphrase"}),
    ),
    Scene(
        name="agency",
        opens=after(pressing(alt=Key.Key_G), typing(check_of("agency"))),
        may_say_nothing=True,
        texts=AGENCY,
        free=frozenset({"Agency"}),
        enters=clicking("Look at the list"),
    ),
    Scene(
        name="late check",
        opens=after(pressing(alt=Key.Key_G), typing(LATE | {LATE_TENDER: "check"})),
        optional=optional_of("late"),
        texts=check_of("late"),
        free=free_of("late"),
        enters=clicking("Enter the receipt"),
    ),
    Scene(
        name="mail check",
        opens=after(batch_open, typing(ITEM | {ITEM_TENDER: "check"})),
        optional=optional_of("item"),
        texts=check_of("item"),
        free=free_of("item"),
        enters=clicking("Enter the item"),
    ),
    Scene(
        name="mail money order",
        opens=after(batch_open, typing(ITEM | {ITEM_TENDER: "mo"})),
        texts={"Money order number · item": "77", "Issuer · item": "USPS"},
        free=frozenset({"Money order number · item", "Issuer · item"}),
        enters=clicking("Enter the item"),
    ),
    Scene(
        name="a lead agrees to what was mailed",
        opens=after(
            batch_open,
            typing(ITEM | {ITEM_TENDER: "check", "Check number · item": "77"}),
            ticking("“Paid in full” · item"),
            clicking("Enter the item"),
        ),
        signs=frozenset({"Lead who agrees"}),
        texts={"Lead who agrees": "oscar", "Passphrase of the lead": "oscar 1"},
        enters=clicking("The lead agrees"),
        again=as_it_is,
        secret=frozenset({"Passphrase of the lead"}),
    ),
    Scene(
        name="agency's check",
        opens=after(pressing(alt=Key.Key_G), typing(AGENCY)),
        may_say_nothing=True,
        optional=optional_of("agency"),
        texts=check_of("agency") | {"In words · agency": "65"},
        free=free_of("agency"),
        enters=clicking("Look at the list"),
    ),
)
