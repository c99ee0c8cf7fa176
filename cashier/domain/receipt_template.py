"""Which parts a center's receipts have, in which order, and what they say besides: by the day from which that holds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Part(StrEnum):
    """What stands below the heading, which is always first; a plan below its bill, the next day below what is open."""

    WHO = "who"
    PAID = "paid"
    PLAN = "plan"
    TENDERS = "tenders"
    OPEN = "open"
    NEXT_DUE = "next_due"
    SERVED = "served"
    QUESTIONS = "questions"
    ASSISTANCE = "assistance"


STANDARD: tuple[str, ...] = tuple(Part)
NEEDED = (Part.WHO, Part.PAID, Part.TENDERS, Part.SERVED)
"""What money was taken for, how, from whom and by whom is no center's choice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptTemplate:
    """``header`` stands below the center's name. ``parts``: in their order, by name; all of `NEEDED` are there.

    ``notices``: the center's own lines, by a name that stands among the parts and by language.
    """

    center: str
    since: date
    header: tuple[str, ...] = ()
    parts: tuple[str, ...] = STANDARD
    notices: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)

    def notice(self, name: str, language: str) -> tuple[str, ...]:
        """In English where it is not written in that language."""
        said = self.notices.get(name, {})
        return said.get(language) or said.get("en", ())


def template_on(templates: Iterable[ReceiptTemplate], center: str, day: date) -> ReceiptTemplate:
    """What held at a center on a day; the standard before the first. A reprint says what held on its own day."""
    held = [template for template in templates if template.center == center and template.since <= day]
    return max(held, key=lambda template: template.since, default=ReceiptTemplate(center=center, since=date.min))


def why_no_template(parts: tuple[str, ...], notices: Iterable[str]) -> str:
    """Why receipts cannot be made so, in words; empty if they can. ``notices`` are the names of the center's own."""
    own = set(notices)
    if clash := sorted(own & set(STANDARD)):
        return f"a notice has the name of a part, {clash[0]}; name it otherwise"
    if twice := [part for part in parts if parts.count(part) > 1]:
        return f"{twice[0]} stands among the parts twice; leave one out"
    if missing := [part for part in NEEDED if part not in parts]:
        return f"its parts leave out {missing[0]}: every receipt has {', '.join(NEEDED[:-1])} and {NEEDED[-1]}; add it"
    if unknown := [part for part in parts if part not in STANDARD and part not in own]:
        return f"{unknown[0]} is none of the parts ({', '.join(STANDARD)}) and no notice; correct its name"
    if unplaced := sorted(own - set(parts)):
        return f"the notice {unplaced[0]} stands nowhere; name it among the parts"
    return ""
