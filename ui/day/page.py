"""The Day page: figures above, today's payments at the left, by hour and by tender at the right."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cashier.domain.day import Day
from cashier.domain.day_report import ReportForm
from cashier.domain.errors import Refused
from cashier.domain.times import day_words
from cashier.usecases.activity import day_at, earlier_days, read_day
from cashier.usecases.card_payment import Settled
from cashier.usecases.day_report import ReportAsked, Reported, report_day
from ui import keys
from ui.activity.asking import ACTIVITY_LANE, Asking
from ui.activity.look_up import LookUpField
from ui.activity.opener import Opener
from ui.activity.payment_view import PaymentView
from ui.activity.payments_table import PaymentsTable
from ui.counter.around import Around
from ui.day.charts import HourChart, TenderChart
from ui.day.day_choice import DayChoice
from ui.day.day_state import DayState
from ui.day.figure_card import FigureCard
from ui.day.report_form import DayReportForm
from ui.doors import Doors
from ui.fonts import Face
from ui.theme import scaled
from ui.widgets.card import Card
from ui.widgets.inline_message import InlineMessage
from ui.widgets.key_button import KeyButton
from ui.widgets.words import Words
from ui.work import sentence_of

_FIELD_PX = 230
_FIGURES = 5
_LEFT_SHARE, _RIGHT_SHARE = 29, 16


class DayPage(QStackedWidget):
    """``committed`` when the printer has something to do."""

    committed = Signal()

    def __init__(self, doors: Doors, around: Around, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._doors = doors
        self._desk = doors.desk
        self._around = around
        self._report_id: UUID | None = None
        self._chosen: date | None = None
        self._asking: Asking[Day] = Asking(around.work, show=self._on_day, failed=self._on_fault)
        self._days: Asking[tuple[date, ...]] = Asking(around.work, show=self._on_days, failed=self._on_fault)
        self._state: DayState | None = None
        self._heading = Words(self.tr("Today's payments"), Face.HEADING)
        self._figures = [FigureCard() for _ in range(_FIGURES)]
        self._field = LookUpField(self.tr("Receipt, member, amount"))
        self._table = PaymentsTable(self.tr("Today's payments, newest first"), zone=doors.desk.place.time_zone)
        self._about = Words(face=Face.LABEL, tone="muted", wraps=True)
        self._message = InlineMessage(boxed=False, holds_room=True)
        self._hours = HourChart(self.tr("Payments by hour"))
        self._legend = Words(face=Face.LABEL, tone="muted", wraps=True)
        self._tenders = TenderChart(self.tr("Payments by tender"))
        self._choice = DayChoice()
        self._report = DayReportForm(prints_sheets=doors.reports.has_printer)
        self._left_half = QStackedWidget()
        self._view = PaymentView()
        self._opener = Opener(doors, around, self._view, self)
        self._overview = self._lay_out()
        for page in (self._overview, self._view):
            self.addWidget(page)
        self.setAccessibleName(self.tr("Day"))
        self._field.typed.connect(self._on_typed)
        self._field.refused.connect(self._say_bad)
        self._field.moved.connect(self._table.move_choice)
        self._field.moved.connect(lambda _: self._message.clear())
        self._field.entered.connect(self._open)
        self._field.left.connect(self._show_today)
        self._table.pressed_row.connect(self._field.take_focus)
        self._table.doubleClicked.connect(lambda _: self._open())
        self._opener.opened.connect(self._show_view)
        self._opener.committed.connect(self.committed)
        self._opener.told.connect(self._say)
        self._view.left.connect(self._show_overview)
        self._report.left.connect(self._show_list)
        self._choice.left.connect(self._show_list)
        self._choice.typed.connect(self._choose_day)
        self._report.asked.connect(self._take_report)

    @property
    def takes_scans(self) -> bool:
        """Whether a scan is the receipt that a member gives back."""
        return self._view.correct.takes_scans

    def on_scan(self, text: str) -> None:
        self._view.correct.void_form.take_receipt(text)

    def on_card(self, settled: Settled) -> bool:
        """The terminal's answer; whether it was for what is looked at here, and is said."""
        return self._opener.on_card(settled)

    def begin(self) -> None:
        """The page comes to the front."""
        if self.currentWidget() is self._view:
            self._view.begin()
            return
        if self._left_half.currentWidget() is self._report:
            self._report.begin(self._day_shown)
        elif self._left_half.currentWidget() is self._choice:
            self._choice.begin()
        else:
            self._field.take_focus()
        self._read()

    def changed(self) -> None:
        """Something was taken or posted: figures and rows change in place."""
        if self.isVisible() and self.currentWidget() is self._overview:
            self._read()

    def _read(self) -> None:
        desk, chosen = self._desk, self._chosen
        self._asking.ask(lambda: day_at(desk, chosen))

    def _on_day(self, day: Day) -> None:
        now, zone = self._desk.clock(), self._desk.place.time_zone
        is_chosen = self._chosen is not None
        self._show(DayState(day=day, now=now, zone=zone, text=self._field.text(), is_chosen=is_chosen))

    def _on_fault(self, fault: BaseException) -> None:
        self._say("bad", sentence_of(fault))

    def _on_typed(self, text: str) -> None:
        self._message.clear()
        if self._state is not None:
            self._show(replace(self._state, text=text))
            self._table.choose_first()
            if self._state.problem:
                self._say_bad(self._state.problem)

    def _show(self, state: DayState) -> None:
        self._state = state
        self._heading.setText(state.heading)
        for card, words in zip(self._figures, state.figures, strict=True):
            card.show_figure(words)
        self._field.show_problem(state.problem)
        self._table.show_payments(state.shown, state.listed_at, tells_cash=state.day.cash_is_counted)
        self._about.setText(state.list_words)
        self._about.setVisible(bool(state.list_words) and not state.problem)
        self._hours.show_hours(state.hours, now=state.hour_now, told=state.hours_told)
        self._legend.setText(state.legend)
        self._tenders.show_bars(state.tenders, told=state.tenders_told)

    def _open(self) -> None:
        if self._table.choice is None:
            self._table.move_choice(0)
        if (payment := self._table.choice) is not None:
            self._opener.open(payment.receipt)

    def _print_again(self) -> None:
        payment = self._table.choice
        if payment is None:
            self._say_bad(self.tr("Choose the payment first, with ↓."))
            self._field.take_focus()
        else:
            self._opener.print_again(payment.receipt)

    def _show_view(self) -> None:
        if self.isVisible():
            self._message.clear()
            self.setCurrentWidget(self._view)
            self._view.begin()

    def _show_overview(self) -> None:
        self.setCurrentWidget(self._overview)
        self.begin()

    def _open_report(self) -> None:
        """Another report than the one before: an id of its own, made before it is asked for."""
        self._report_id = self._desk.new_id()
        self._left_half.setCurrentWidget(self._report)
        self._report.begin(self._day_shown)

    @property
    def _day_shown(self) -> str:
        return day_words(self._state.day.business_date) if self._state is not None else ""

    def _open_choice(self) -> None:
        desk = self._desk
        self._left_half.setCurrentWidget(self._choice)
        self._choice.begin()
        self._days.ask(lambda: earlier_days(desk))

    def _on_days(self, days: tuple[date, ...]) -> None:
        self._choice.show_days(days)

    def _choose_day(self, text: str) -> None:
        try:
            self._chosen = read_day(text, self._desk)
        except Refused as refused:
            self._choice.say_refused(refused.sentence)
            return
        self._field.clear()
        self._message.clear()
        self._table.clearSelection()
        self._show_list()

    def _show_today(self) -> None:
        """One step back from another day."""
        if self._chosen is not None:
            self._chosen = None
            self._message.clear()
            self._table.clearSelection()
            self._read()

    def _show_list(self) -> None:
        self._left_half.setCurrentIndex(0)
        self.begin()

    def _take_report(self, form: ReportForm, reason: str) -> None:
        report_id = self._report_id or self._desk.new_id()
        day = self._state.day.business_date if self._state is not None else self._chosen
        asked = ReportAsked(report_id=report_id, form=form, reason=reason, day=day)
        reports, desk, staff = self._doors.reports, self._desk, self._around.staff
        self._report.set_busy(self.tr("The report is being made."))
        self._around.work.run(
            ACTIVITY_LANE,
            lambda: report_day(asked, reports, desk, staff),
            done=self._on_reported,
            failed=self._on_not_reported,
        )

    def _on_reported(self, reported: Reported) -> None:
        self._report_id = self._desk.new_id()
        self._report.set_busy("")
        self._report.say(reported.said)
        self.committed.emit()

    def _on_not_reported(self, fault: BaseException) -> None:
        self._report.set_busy("")
        self._report.say_refused(sentence_of(fault))

    def _say_bad(self, sentence: str) -> None:
        self._say("bad", sentence)

    def _say(self, tone: str, sentence: str) -> None:
        self._message.say("ok" if tone == "ok" else "bad", sentence)

    def _lay_out(self) -> QWidget:
        page = QWidget()
        figures = QHBoxLayout()
        figures.setSpacing(14)
        for card in self._figures:
            figures.addWidget(card, 1)
        below = QHBoxLayout()
        below.setSpacing(14)
        below.addWidget(self._left_card(), _LEFT_SHARE)
        below.addLayout(self._charts(), _RIGHT_SHARE)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(20, 18, 20, 20)
        layout.setSpacing(14)
        layout.addLayout(figures)
        layout.addLayout(below, 1)
        return page

    def _left_card(self) -> Card:
        card = Card(padding=1)
        for half in (self._list(), self._report, self._choice):
            self._left_half.addWidget(half)
        card.body.addWidget(self._left_half)
        return card

    def _list(self) -> QWidget:
        self._field.setFixedWidth(scaled(self, _FIELD_PX))
        head = QHBoxLayout()
        head.setContentsMargins(16, 14, 16, 6)
        head.addWidget(self._heading)
        head.addStretch(1)
        head.addWidget(self._field)
        open_it = KeyButton(self.tr("Open"), keys.ENTER, "quiet")
        open_it.clicked.connect(self._open)
        again = KeyButton(self.tr("Print again"), keys.PRINT_AGAIN, "quiet")
        again.clicked.connect(self._print_again)
        foot = QHBoxLayout()
        foot.setContentsMargins(10, 4, 10, 8)
        foot.addWidget(open_it)
        foot.addWidget(again)
        foot.addStretch(1)
        other = KeyButton(self.tr("Another day"), keys.OTHER_DAY, "quiet")
        other.clicked.connect(self._open_choice)
        foot.addWidget(other)
        report = KeyButton(self.tr("Day report"), keys.DAY_REPORT, "quiet")
        report.clicked.connect(self._open_report)
        foot.addWidget(report)
        said = QVBoxLayout()
        said.setContentsMargins(16, 6, 16, 0)
        said.addWidget(self._about)
        said.addWidget(self._message)
        half = QWidget()
        layout = QVBoxLayout(half)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self._table, 1)
        layout.addLayout(said)
        layout.addLayout(foot)
        return half

    def _charts(self) -> QVBoxLayout:
        by_hour = Card(self.tr("Payments by hour"), padding=18)
        by_hour.body.addWidget(self._hours, 1)
        by_hour.body.addWidget(self._legend)
        by_tender = Card(self.tr("Payments by tender"), padding=18)
        by_tender.body.addWidget(self._tenders)
        by_tender.body.addStretch(1)
        charts = QVBoxLayout()
        charts.setSpacing(14)
        charts.addWidget(by_hour, 1)
        charts.addWidget(by_tender, 1)
        return charts
