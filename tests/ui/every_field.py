"""Tries the fields of a scene: whatever is typed is refused in one sentence beside its field, or taken as what it says.

A refusal writes nothing and leaves all that was typed in place, but for a bank card's number and for passphrases.
"""

import re
from dataclasses import dataclass, field
from datetime import timedelta

from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from cashier.domain.people import Role, Staff
from tests.ui.desk_driver import DeskDriver
from tests.ui.entry_scene import Scene
from tests.ui.entry_steps import EntryDesk
from tests.ui.sample_desk import PEOPLE

NASTY = (
    "",
    "   ",
    "x" * 10_000,
    "9" * 10_000,
    "a\x00b",
    "\x1b@\x07\x7f",
    "\u202e\u200b",
    "ab\u202e21\u200f",
    "🧾💸",
    "１２",
    "²",
    "1e9",
    "-5",
    "0",
    "00.001",
    "1,2,3",
    "NaN",
    "12\n34",
    "a\tb",
    "2/30/26",
    "13/1/26",
    "1/1/0000",
    "1/1/9999",
    "~nobody-here/x",
    "'; DROP TABLE lines; --",
    "%s %d {0}",
)
# Nothing that can be seen is nothing; and what is not, once a scene: whatever is taken has the window opened anew.
OF_FREE_TEXT = ("\u202e\u200b", "a\x00b\x1b@\n🧾 %s '; DROP TABLE lines; --")
_NOBODY_WAITS_SO_LONG = timedelta(minutes=6)
CARD = "x 4111-1111 1111.1111"
PRIYA = Staff(user="priya", name="Priya Nair", role=Role.CASH_OFFICE)
NOT_OURS = re.compile(r"please|invalid|error|exception|\bNone\b|Traceback|\bNaN\b", re.IGNORECASE)
SENTENCE = re.compile(r"[^\n\x00-\x1f]{8,400}\.")


@dataclass(slots=True)
class Tried:
    """One window on one scene, opened anew once something was taken."""

    qtbot: QtBot
    scene: Scene
    desk: DeskDriver | None = None
    fields: dict[str, QLineEdit] = field(default_factory=dict)

    def typed(self, name: str, text: str) -> None:
        """This text in one field, right ones in all others, and then what asks for them."""
        desk = self._opened()
        for other, right in self.scene.texts.items():
            _paste(self.fields[other], text if other == name else right)
        before = {other: each.text() for other, each in self.fields.items()}
        lines = len(desk.sample.store.lines())
        with self.qtbot.captureExceptions() as faults:
            self.scene.enters(desk)
            self._idle(desk)
        assert not faults, (name, text[:40], faults)
        said = self._said()
        for sentence in said.values():
            assert self.scene.answers_elsewhere or SENTENCE.fullmatch(sentence), (name, text[:40], sentence)
            assert not NOT_OURS.search(re.sub(re.escape(text.strip() or "-"), "", sentence, flags=re.IGNORECASE)), (
                name,
                text[:40],
                sentence,
            )
        if len(desk.sample.store.lines()) > lines or not self._stands_there():
            self._again(desk)
            return
        if not self.scene.answers_elsewhere and (said or not self.scene.may_say_nothing):
            beside = {name, *(self.scene.secret if self.scene.signs else ())}  # Who signed too soon is told so first.
            assert beside & set(said) or text == CARD, (name, text[:40], said)
        kept = {other: each.text() for other, each in self.fields.items() if other not in self.scene.secret}
        assert kept == {other: before[other] for other in kept}, (name, text[:40])

    def _again(self, desk: DeskDriver) -> None:
        """The same scene in the same window where it can be had there, else in a new one.

        Nobody who signed wrongly has to wait by then.
        """
        desk.sample.now += _NOBODY_WAITS_SO_LONG
        again = self.scene.again
        if again is not None and not self._stands_there():
            again(desk)
            desk.settle()
        if again is None or not self._stands_there():
            self.close()

    def close(self) -> None:
        if self.desk is not None:
            self.desk.close()
        self.desk = None

    def _opened(self) -> DeskDriver:
        if self.desk is None:
            sample = EntryDesk(people=(*PEOPLE, PRIYA))
            sample.letters.has_printer = False
            if self.scene.has_drawer:
                sample.open_drawer()
            self.desk = DeskDriver(self.qtbot, sample)
            if self.scene.signs_in:
                self._sign_in(self.desk)
            self.scene.opens(self.desk)
            self.desk.settle()
            self.fields = {name: self.desk.field(name) for name in self.scene.texts}
            assert self._stands_there(), self.scene.name
        return self.desk

    def _sign_in(self, desk: DeskDriver) -> None:
        desk.try_sign_in(self.scene.staff)
        user = desk.field("Name or badge")
        self.qtbot.waitUntil(lambda: not user.isVisible())

    def _stands_there(self) -> bool:
        return all(each.isVisible() for each in self.fields.values())

    def _said(self) -> dict[str, str]:
        return {name: each.accessibleDescription() for name, each in self.fields.items() if each.property("problem")}

    def _idle(self, desk: DeskDriver) -> None:
        """What was begun on threads is done, and heard of: a job behind it on each of them has come back."""
        work = desk.window._work
        back: list[object] = []
        lanes = [*work._executors]
        for lane in lanes:
            work.run(lane, lambda: None, done=back.append, failed=back.append)
        self.qtbot.waitUntil(lambda: len(back) == len(lanes))
        desk.settle()


def _paste(into: QLineEdit, text: str) -> None:
    if into.text() == text and not into.property("problem"):
        return
    into.selectAll()
    into.insert("7")  # Whatever was said of the field before goes with this.
    into.selectAll()
    if text:
        into.insert(text)
    else:
        into.del_()


@settings(max_examples=5, phases=[Phase.explicit, Phase.generate])
@given(data=st.data())
def _any_text_at_all(tried: Tried, data: st.DataObject) -> None:
    strict = [name for name in tried.scene.texts if name not in tried.scene.free]
    tried.typed(data.draw(st.sampled_from(strict)), data.draw(st.text(max_size=30)))


def try_all_texts(qtbot: QtBot, scene: Scene) -> None:
    """Whatever is typed into the fields of a scene is refused beside them or taken: what is known to be nasty, and
    whatever else chance brings.
    """
    tried = Tried(qtbot, scene)
    seen_to_be_taken = False
    try:
        for name in scene.texts:
            texts: tuple[str, ...] = NASTY
            if name in scene.free:
                texts, seen_to_be_taken = OF_FREE_TEXT[: 1 if seen_to_be_taken else 2], True
            for text in (*texts, CARD):
                if text.strip() or name not in scene.optional:
                    tried.typed(name, text)
        if set(scene.texts) - scene.free:
            _any_text_at_all(tried)
    finally:
        tried.close()
