"""One entry field's way to the front of the window."""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.ui.entry_steps import Step


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
