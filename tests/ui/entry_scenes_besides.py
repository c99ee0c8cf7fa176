"""The entry fields of what a cashier does besides taking money."""

from tests.ui.entry_scene import Scene
from tests.ui.entry_steps import Key, after, chosen, entering_at, owing_much, pressing, refunding

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
)
