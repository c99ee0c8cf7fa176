"""The entry fields of what a cashier does besides taking money."""

from tests.ui.entry_scene import Scene
from tests.ui.entry_steps import Key, after, chosen, entering_at, owing_much, pressing, rail, refunding

BESIDES = (
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
        name="refund",
        opens=refunding,
        optional=frozenset({"Refund, or empty for all"}),
        texts={
            "Which is refunded, by its number": "1",
            "Refund, or empty for all": "5",
            "Why it is refunded": "surgery was cancelled",
        },
        free=frozenset({"Why it is refunded"}),
        enters=entering_at("Why it is refunded"),
    ),
    Scene(
        name="a check came back",
        opens=after(rail("Office"), pressing(alt=Key.Key_R)),
        may_say_nothing=True,
        again=pressing(alt=Key.Key_R),
        signs=frozenset({"Second person: name or badge"}),
        optional=frozenset({"Fee, if not the usual one"}),
        texts={
            "Receipt": "OAK3-0000001",
            "Check number": "1043",
            "Why it came back": "nsf",
            "Fee, if not the usual one": "",
            "Second person: name or badge": "omar",
            "Their passphrase": "omar 1",
        },
        free=frozenset({"Receipt", "Check number", "Why it came back"}),
        enters=entering_at("Their passphrase"),
        secret=frozenset({"Their passphrase"}),
        staff="priya",
        has_drawer=False,
    ),
)
