"""The desk as one signed-in person has it: strip, banner and pages. Made at sign-in and thrown away at sign-out."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from cashier.domain.link_words import LinkState, banner_words, freshness_words, strip_words
from cashier.domain.people import Right, Staff
from cashier.domain.scanned import why_not_kept
from cashier.domain.shift import Shift
from cashier.domain.times import clock_words
from cashier.usecases.shift import current_shift
from ui import keys
from ui.activity.page import ActivityPage
from ui.counter.around import Around
from ui.counter.page import CounterPage
from ui.counter.payment_state import PaymentState
from ui.day.page import DayPage
from ui.desk.page import DeskPage
from ui.desk.unsure_papers import UnsurePapers
from ui.doors import PRINTER_LANE, Doors
from ui.drawer.drawer_state import drawer_warning
from ui.drawer.open_shift import OpenShiftPage
from ui.drawer.opening import Opening
from ui.drawer.page import DrawerPage
from ui.mail.page import MailPage
from ui.messages import Messages
from ui.news import CardNews, CopyNews, Device, DeviceNews, HandedNews, LaneNews, LinkNews, News, PagesNews
from ui.notices import Notices, copy_words
from ui.office.page import OfficePage
from ui.pages import ACTIVITY, COUNTER, DAY, DESK, DRAWER, FOR_ALL, MAIL, OFFICE, rail_pages
from ui.shell import Shell
from ui.strip import Status, StatusTone
from ui.unheard import UnheardKeys
from ui.unheard_state import Now, now_at
from ui.work import Work, sentence_of

_FRAME_MS = 17
_STATUS_OF = {Device.PRINTER: Status.PRINTER, Device.TERMINAL: Status.TERMINAL}


class SignedIn(QWidget):
    """``lock_asked``, ``sign_out_asked`` and ``training_asked`` are for the window."""

    lock_asked = Signal()
    sign_out_asked = Signal()
    training_asked = Signal()

    def __init__(
        self,
        doors: Doors,
        work: Work,
        *,
        staff: Staff,
        shift: Shift | None,
        seconds: Callable[[], float],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._doors = doors
        self._desk = doors.desk
        self._work = work
        self._staff = staff
        self._shift = shift
        self._link = LinkState(online=False, since=None)
        self._notices = Notices()
        self._asked_to_close: PaymentState | None = None
        self._terminal = DeviceNews(device=Device.TERMINAL, ok=True, words=self.tr("Card terminal"))
        # Each part is made inside of the one around it: Qt takes long to move a whole page into another widget.
        self._shell = Shell(rail_pages(staff, self.tr), parent=self)
        if not staff.may(Right.TAKE_PAYMENTS):
            self._shell.rail.show_only(FOR_ALL)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._shell)
        self._first = QStackedWidget(self._shell.pages)
        self._desk_page = DeskPage(
            self._shell.pages,
            is_training=doors.desk.place.is_training,
            may_train=doors.training is not None and staff.may(Right.TRAIN),
        )
        self._desk_page.show_switches(tuple(switch.words for switch in doors.switches))
        around = Around(work=work, staff=staff, seconds=seconds)
        self.activity = ActivityPage(doors, around, self._shell.pages)
        self.drawer = DrawerPage(doors, around, self._shell.pages, why_not_now=self._in_hand)
        self.day = DayPage(doors, around, self._shell.pages)
        self._mail = MailPage(doors, around, self._shell.pages)
        for page in (self._first, self.activity, self.drawer, self._mail, self.day, self._desk_page):
            self._shell.pages.addWidget(page)
        self.office: OfficePage | None = None
        if staff.may(Right.SEE_OFFICE):
            self.office = OfficePage(doors, around, self._shell.pages)
            self._shell.pages.addWidget(self.office)
        self._open_shift = OpenShiftPage(self._first)
        self._opening = Opening(self._open_shift, doors, around)
        self.counter = CounterPage(doors, around, self._first)
        for half in (self._open_shift, self.counter):
            self._first.addWidget(half)
        self._messages = Messages(doors, around, self)
        self._papers = UnsurePapers(self._desk_page, doors, around, self)
        self._unheard = UnheardKeys(self, self._where)
        self._connect()
        self._show_link()
        self._show_place()
        self._show_shift()
        self._papers.look()
        if shift is not None:  # Somebody is back at a drawer that may have been too full, or open too long, before.
            QTimer.singleShot(_FRAME_MS, self, self._show_drawer)

    def hear(self, news: News) -> None:
        """What a lane says."""
        match news:
            case LinkNews(state=state):
                self._link = state
                self._show_link()
                self._show_changed()
                self.counter.on_link(online=state.online)
            case PagesNews():
                self._show_link()
                self._show_changed()
                self.counter.on_link(online=self._link.online)
            case DeviceNews(device=Device.TERMINAL):
                self._terminal = news
                self._show_terminal()
            case DeviceNews(device=Device.READER, ok=ok, words=words):
                self._desk_page.show_facts({self.tr("Check reader"): words})
                if not ok:
                    self._tell(words)
            case DeviceNews(device=device, ok=ok, words=words):
                self._show_device(device, words, ok=ok)
                self._notice(replace(self._notices, printer=news.notice))
            case CardNews(settled=settled):
                is_told = self.activity.on_card(settled) or self.day.on_card(settled)
                self.counter.on_card(settled, is_told=is_told)
                self._show_changed()
                self._show_terminal()
            case HandedNews(coming=coming, has_arrived=has_arrived, rejected=rejected):
                self.drawer.hear_coming(coming)
                self._notice(replace(self._notices, coming=coming, rejected=rejected))
                if has_arrived:
                    self._on_drawer()
            case CopyNews(trouble=trouble):
                self._notice(replace(self._notices, copy=trouble and copy_words(trouble)))
            case LaneNews(sentence=sentence):
                self._notice(replace(self._notices, fault=sentence))
            case _:
                pass

    def on_scan(self, text: str) -> None:
        """To the page that waits for a scan, else to the counter, once there is a drawer; refused, it turns none."""
        is_refused = bool(why_not_kept(text))
        if not self._staff.may(Right.TAKE_PAYMENTS):
            if self.office is not None and self.office.safe is not None and not is_refused:
                self._shell.show_page(OFFICE)
                self.office.safe.on_scan(text)
            return
        for page in (self.drawer, self.activity, self.day):
            if page.takes_scans and not is_refused:
                page.on_scan(text)
                return
        if self._mail.isVisible() and not is_refused and self._mail.on_scan(text):
            return
        if not is_refused:
            self._shell.show_page(COUNTER)
        if self._shift is None:
            self._tell(self.tr("Count the float and open the drawer first, then scan."))
        else:
            self.counter.on_scan(text)

    def _correct(self, receipt: str) -> None:
        self._shell.show_page(ACTIVITY)
        self.activity.correct(receipt)

    def go_find(self) -> None:
        """F2, from every page."""
        if self._has_drawer_for(keys.FIND):
            self._shell.show_page(COUNTER)
            self.counter.go_find()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What no page and no button took."""
        self._unheard.on_key(event)
        super().keyPressEvent(event)

    def _has_drawer_for(self, key: keys.Key) -> bool:
        """Whether there is one; where it could be opened it is shown, and why the key waits for it."""
        if self._shift is None:
            if self._staff.may(Right.TAKE_PAYMENTS):
                self._shell.show_page(COUNTER)
            self._unheard.answer(key.sequence)
        return self._shift is not None

    def focus_first(self) -> None:
        """Where the person begins."""
        if not self._staff.may(Right.TAKE_PAYMENTS):
            self._shell.show_page(OFFICE)
        elif self._shift is None:
            self._open_shift.focus_first()
        else:
            self.counter.go_find()

    def _on_page(self, name: str) -> None:
        """No button of the new page has the focus by chance."""
        if name == DESK:
            self._desk_page.setFocus(Qt.FocusReason.OtherFocusReason)
        elif name == ACTIVITY:
            self.activity.begin()
        elif name == DRAWER:
            self.drawer.begin()
        elif name == DAY:
            self.day.begin()
        elif name == MAIL:
            self._mail.take_focus()
        elif name == OFFICE and self.office is not None:
            self.office.begin()
        elif self._shift is None:
            self._open_shift.focus_first()
        else:
            self.counter.take_focus()

    def _go_mail(self) -> None:
        """Alt G, from every page, once a drawer is open."""
        if self._has_drawer_for(keys.MAIL):
            self._shell.show_page(MAIL)

    def _sign_out(self) -> None:
        """Nobody leaves with tenders in the hand."""
        self._desk_page.say(sentence := self._in_hand())
        if not sentence:
            self.sign_out_asked.emit()

    def _in_hand(self) -> str:
        """What of a payment is in the hand still; empty where nothing is."""
        return self.counter.serving.why_not_open()

    def ask_before_close(self) -> str:
        """What is asked in place before the window closes on tenders in the hand; empty where it may close.

        Closing again while nothing has changed is the answer.
        """
        serving = self.counter.serving
        if not serving.why_not_open() or serving.payment == self._asked_to_close:
            return ""
        self._asked_to_close = serving.payment
        self._shell.show_page(COUNTER)
        sentence = self.tr("A payment is not finished. Finish it or go back with Esc; to leave it, close again.")
        self._tell(sentence)
        return sentence

    def _on_opened(self, shift: Shift) -> None:
        if self._shift is not None:
            return
        self._shift = shift
        self._tell("")  # That the drawer comes first is said no more.
        self._committed()
        self._show_shift()
        self.focus_first()

    def _on_drawer(self) -> None:
        """The drawer stands otherwise than before; after its close another one can be opened."""
        shift = current_shift(self._desk)
        if shift is None and self._shift is not None:
            self._opening.clear()
        self._shift = shift
        self._show_shift()
        if shift is not None and shift.staff != self._staff.user:  # It was handed over here: its owner signs in.
            self.sign_out_asked.emit()

    def say_on_desk(self, sentence: str) -> None:
        """On the Desk page, where it was asked for."""
        self._desk_page.say(sentence)

    def _committed(self) -> None:
        """Drawer and paper go first; what nobody waits for begins when the change has been painted."""
        self._work.wake(PRINTER_LANE)
        QTimer.singleShot(_FRAME_MS, self, self._go_on)

    def _go_on(self) -> None:
        self._work.wake()
        self._show_link()
        self._show_drawer()
        self._show_changed()

    def _show_drawer(self) -> None:
        self._notice(replace(self._notices, drawer=drawer_warning(self._desk)))

    def _show_changed(self) -> None:
        """Pages with lists of payments show what was taken and posted meanwhile, where they are looked at."""
        self.activity.changed()
        self.day.changed()
        if self.office is not None:
            self.office.changed()

    def _tell(self, sentence: str) -> None:
        self._notice(replace(self._notices, told=sentence))

    def _on_copy(self, in_time: bool) -> None:
        self._notice(replace(self._notices, copy="" if in_time else copy_words("")))

    def _on_next(self) -> None:
        """What was told about others is over with the next member."""
        self._notice(replace(self._notices, told="", fault=""))

    def _turn_switch(self, place: int, is_on: bool) -> None:
        self._work.run(
            "demo",
            partial(self._doors.switches[place].turn, is_on),
            done=lambda _: self._work.wake(),
            failed=lambda fault: self._desk_page.say(sentence_of(fault)),
        )

    def _show_place(self) -> None:
        place = self._desk.place
        self._shell.strip.set_place(place.center_name, place.window)
        self._show_terminal()

    def _show_terminal(self) -> None:
        """While a card's result is out, the terminal isn't well, whatever else it says."""
        if self._doors.terminal:
            ok = self._terminal.ok and not self.counter.is_card_running
            self._show_device(Device.TERMINAL, self._terminal.words, ok=ok)

    def _show_device(self, device: Device, words: str, *, ok: bool) -> None:
        """A short word stands in the strip; a whole sentence stands on the Desk page, and the strip points there."""
        name = self.tr("Receipt printer") if device is Device.PRINTER else self.tr("Card terminal")
        short = self.tr("%s · see Desk") % name if words.endswith(".") else words
        self._shell.strip.set_status(_STATUS_OF[device], "ok" if ok else "warn", short)
        told = words.removeprefix(name).removeprefix(" · ")
        self._desk_page.show_facts({name: told or self.tr("ready")})

    def _show_shift(self) -> None:
        shift = self._shift
        self._first.setCurrentWidget(self._open_shift if shift is None else self.counter)
        since = self.tr("no drawer open")
        if shift is not None:
            since = self.tr("on since %s") % clock_words(shift.opened_at.astimezone(self._desk.place.time_zone))
        self._shell.strip.set_staff(self._staff.name, since)
        self._desk_page.let_train(is_drawer_open=shift is not None)

    def _show_link(self) -> None:
        with self._desk.open_reading() as work:
            to_send = work.journal.to_send()
        now, zone = self._desk.clock(), self._desk.place.time_zone
        tone: StatusTone = "bad" if self._link.stopped else "ok" if self._link.online else "warn"
        words = strip_words(self._link, to_send)
        if self._desk.place.is_training:
            tone, words = "bad", self.tr("Training · nothing is sent")
        fresh = freshness_words(self._desk.directory.freshness().as_of, now=now, zone=zone)
        self._shell.strip.set_status(Status.POSTED, tone, words)
        sentence = banner_words(self._link, to_send, now=now, zone=zone)
        self._notice(replace(self._notices, link=sentence, link_stopped=self._link.stopped, freshness=fresh))
        place = self._desk.place
        self._desk_page.show_facts(
            {
                self.tr("Center"): place.center_name,
                self.tr("Window"): place.window,
                self.tr("Desk"): place.desk,
                self.tr("Region"): place.region_name,
                self.tr("Signed in"): self._staff.name,
                self.tr("Ledger"): words,
                self.tr("Balances"): fresh,
            }
        )

    def _where(self, button: str) -> Now:
        page, has_drawer = self._shell.current_page, self._shift is not None
        return now_at(page, self._staff, self.counter.serving, has_drawer=has_drawer, button=button)

    def _on_unheard(self, sentence: str) -> None:
        in_place = self.counter.tender.say_key(sentence)
        self._notice(replace(self._notices, key="" if in_place else sentence))

    def _notice(self, notices: Notices) -> None:
        self._notices = notices
        self._shell.banner.show_notice(notices.first)

    def _connect(self) -> None:
        self._opening.opened.connect(self._on_opened)
        for page in (self.counter, self.activity, self.drawer, self._mail, self.day):
            page.committed.connect(self._committed)
        self.drawer.changed.connect(self._on_drawer)
        self.drawer.heard.connect(lambda coming: self._notice(replace(self._notices, coming=coming)))
        QShortcut(QKeySequence(keys.MAIL.sequence), self).activated.connect(self._go_mail)
        self._unheard.told.connect(self._on_unheard)
        self.counter.told.connect(self._tell)
        self.counter.correct_asked.connect(self._correct)
        self.counter.copy_settled.connect(self._on_copy)
        self.counter.next_member.connect(self._on_next)
        self._desk_page.sign_out_asked.connect(self._sign_out)
        self._desk_page.training_asked.connect(self.training_asked)
        self._desk_page.switch_turned.connect(self._turn_switch)
        self._shell.strip.lock_asked.connect(self.lock_asked)
        self._shell.page_shown.connect(self._on_page)
        self._papers.counted.connect(lambda n, card: self._notice(replace(self._notices, papers=n, card=card)))
        self._papers.settled.connect(lambda settled: self.hear(CardNews(settled=settled)))
        self._messages.changed.connect(lambda w, a: self._notice(replace(self._notices, message=w, message_aside=a)))
