"""The shapes of a day script's acts about the queue where desks ask for a lead's word."""

from typing import Literal

from cashier.doors.replay_shape import Act


class AskLead(Act):
    """``about``: what is asked for: cash in or out, with its ``amount``, or going on after a count."""

    do: Literal["ask"]
    about: Literal["pay", "go_on"]
    amount: str = ""
    reason: str


class Answered(Act):
    """Whoever is signed in answers what waits longest; ``words`` are told to who asked."""

    do: Literal["approve", "decline"]
    words: str = ""
