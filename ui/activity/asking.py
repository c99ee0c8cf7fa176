"""Asks the read model on a thread, one question at a time, and only the latest of those that were waiting."""

from collections.abc import Callable
from typing import Generic, TypeVar

from ui.work import Work

ACTIVITY_LANE = "payments"

T = TypeVar("T")


class Asking(Generic[T]):
    """``show`` gets each answer, ``failed`` each fault, on the Qt thread. ``lane``: whose questions go one by one."""

    def __init__(
        self,
        work: Work,
        *,
        show: Callable[[T], None],
        failed: Callable[[BaseException], None],
        lane: str = ACTIVITY_LANE,
    ) -> None:
        self._work = work
        self._show = show
        self._lane = lane
        self._failed = failed
        self._is_running = False
        self._next: Callable[[], T] | None = None

    def ask(self, question: Callable[[], T]) -> None:
        """Ask now, or as soon as the question that is out has been answered."""
        if self._is_running:
            self._next = question
            return
        self._is_running = True
        self._work.run(self._lane, question, done=self._on_answer, failed=self._on_fault)

    def _on_answer(self, answer: T) -> None:
        self._go_on()
        if not self._is_running:
            self._show(answer)

    def _on_fault(self, fault: BaseException) -> None:
        self._go_on()
        if not self._is_running:
            self._failed(fault)

    def _go_on(self) -> None:
        """An answer that a newer question has overtaken is not shown."""
        self._is_running = False
        if (question := self._next) is not None:
            self._next = None
            self.ask(question)
