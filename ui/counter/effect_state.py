"""What paying so would leave, in words, before anything is taken: what stays open, and what a rule warns of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from cashier.domain.allocation import due_notes, oldest_first
from cashier.domain.counter_rules import CounterRules
from cashier.domain.errors import Refused
from cashier.domain.money import ZERO, Money, parse_amount, total
from cashier.domain.statements import Statement
from cashier.domain.times import short_day_words
from ui.counter.account_state import AccountState
from ui.counter.payment_state import PaymentState

Paid = Sequence[tuple[Statement, Money]]
"""Statements, each with what is to be paid on it."""


@dataclass(frozen=True, slots=True)
class Effect:
    """``tone`` is warn where the cashier has to tell the member something, bad where an amount can't be read."""

    words: str
    tone: Literal["muted", "warn", "bad"] = "muted"


NO_EFFECT = Effect("")


def chosen_effect(account: AccountState, payment: PaymentState | None) -> Effect:
    """What the chosen amounts would leave, or what is wrong with one of them."""
    if payment is None:
        return NO_EFFECT
    if payment.choice_problem:
        return Effect(payment.choice_problem, "bad")
    paid = [(c.statement, c.amount()) for c in payment.choices.values() if not c.problem]
    effect = effect_of(paid, account.place.rules, account.today)
    if effect.tone == "warn" or not payment.note:
        return effect
    return Effect(" ".join(filter(None, (payment.note, effect.words))))


def typed_effect(account: AccountState, text: str, *, only_member: bool) -> Effect:
    """What spreading the typed amount would do, or why it can't be; nothing for a text that is no amount yet."""
    try:
        amount = parse_amount(text, "this")
    except Refused:
        return NO_EFFECT
    due = account.spreadable(only_member=only_member)
    try:
        amounts = oldest_first(due, amount, account.today)
    except Refused as refused:
        return Effect(refused.sentence, "warn")
    effect = effect_of_spreading(amounts, due, amount)
    return Effect(" ".join(filter(None, (effect.words, due_notes(due, account.today)))))


def effect_of(paid: Paid, rules: CounterRules, day: date) -> Effect:
    """``Leaves $12.40 on the Mar 2 statement.``, or what a rule warns of; nothing where all is paid whole."""
    warnings = [
        rules.bill(s.kind, day).warning(s.number, amount, s.open, on_plan=bool(s.plan_words)) for s, amount in paid
    ]
    if warning := next(filter(None, warnings), ""):
        return Effect(warning, "warn")
    left = _left(paid)
    return Effect(f"Leaves {left}.") if left else NO_EFFECT


def effect_of_spreading(amounts: Mapping[str, Money], payable: Sequence[Statement], amount: Money) -> Effect:
    """What spreading an amount would do: ``Pays 2 statements whole, leaves … . $5.00 finds nothing that is due.``"""
    paid = [(statement, amounts[statement.number]) for statement in payable if statement.number in amounts]
    whole = sum(part == statement.open for statement, part in paid)
    said = [f"pays {whole} statement{'' if whole == 1 else 's'} whole" if whole else "", _leaves(paid)]
    words = ", ".join(filter(None, said))
    sentence = f"{words[:1].upper()}{words[1:]}." if words else ""
    over = amount - total([part for _, part in paid])
    rest = f"{over} finds nothing else that is due." if over > ZERO else ""
    return Effect(" ".join(filter(None, (sentence, rest))))


def _leaves(paid: Paid) -> str:
    left = _left(paid)
    return f"leaves {left}" if left else ""


def _left(paid: Paid) -> str:
    parts = [
        f"{statement.open - amount} on the {short_day_words(statement.statement_date)} statement"
        for statement, amount in paid
        if ZERO < amount < statement.open
    ]
    return " and ".join(parts)
