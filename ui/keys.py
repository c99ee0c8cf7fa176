"""The one table of keys. Buttons, the F1 sheet and the README all read it, so that they can't disagree."""

from dataclasses import dataclass

EVERYWHERE = "Everywhere"
COUNTER = "Counter"
PAYMENT = "Payment"
DRAWER = "Drawer"
DAY = "Day"
OFFICE = "Office"


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key and what it does. ``sequence`` as Qt writes it, ``words`` as the F1 sheet says it, ``where`` it works."""

    sequence: str
    words: str
    where: str

    @property
    def cap(self) -> str:
        """What stands on the keycap: ``F5``, ``Alt O``, ``Enter``."""
        return _CAPS.get(self.sequence, self.sequence.replace("+", " "))


_CAPS = {"Return": "Enter", "Escape": "Esc", "Down": "↓"}

HELP = Key(sequence="F1", words="Show these keys", where=EVERYWHERE)
FIND = Key(sequence="F2", words="Find a member, or scan", where=EVERYWHERE)
LOCK = Key(sequence="F12", words="Lock this desk", where=EVERYWHERE)
ENTER = Key(sequence="Return", words="Take the next step: the blue button", where=EVERYWHERE)
BACK = Key(sequence="Escape", words="Go one step back", where=EVERYWHERE)
MAIL = Key(sequence="Alt+G", words="Mail, drop box and late entry; F2 leads back", where=EVERYWHERE)
READ = Key(sequence="F3", words="Put away what the office said, once it is read", where=EVERYWHERE)

CHOOSE = Key(sequence="Down", words="Go down the list, of members or of statements; ↑ up", where=COUNTER)
PHOTO_ID = Key(sequence="Alt+I", words="Photo ID seen", where=COUNTER)
ELSEWHERE = Key(sequence="Alt+T", words="Look at other centers, too", where=COUNTER)
TICK = Key(sequence="Space", words="Tick a statement to pay it", where=COUNTER)
OLDEST_FIRST = Key(sequence="Alt+O", words="Oldest first", where=COUNTER)
ALL_DUE = Key(sequence="Alt+A", words="All that is due", where=COUNTER)
ON_ACCOUNT = Key(sequence="Alt+P", words="Pay on account", where=COUNTER)
PAST = Key(sequence="Alt+H", words="Notes, and what was paid before", where=COUNTER)
SUSPEND = Key(sequence="Alt+S", words="Suspend: put by what is chosen", where=COUNTER)
RESUME = Key(sequence="Alt+U", words="Take up a suspended transaction", where=COUNTER)
STATEMENT_COPY = Key(sequence="F9", words="Statement copy", where=COUNTER)
ARRANGE = Key(sequence="F10", words="Plan or extension", where=COUNTER)
PLAN = Key(sequence="Alt+L", words="Payment plan", where=COUNTER)
USE_CREDIT = Key(sequence="Alt+Z", words="Use a deposit or credit for a bill", where=COUNTER)
ASSISTANCE = Key(sequence="Alt+F", words="Financial assistance", where=COUNTER)
REFER = Key(sequence="Alt+Q", words="Refer to the office", where=COUNTER)
SHORT_COPY = Key(sequence="Alt+R", words="Short copy on the receipt printer", where=COUNTER)
SAVE_COPY = Key(sequence="Alt+V", words="Save the statement copy as PDF", where=COUNTER)
DEPOSIT = Key(sequence="Alt+D", words="Deposit for an estimate", where=COUNTER)
ANOTHERS = Key(sequence="Alt+N", words="Another's statement, which was handed over", where=COUNTER)
SCOPE = Key(sequence="Alt+W", words="Spread over the member's own statements, or over all", where=COUNTER)
MISC = Key(sequence="Alt+M", words="Miscellaneous receipt, without a member", where=COUNTER)
UNIDENTIFIED = Key(sequence="Alt+K", words="Unidentified money, without a member", where=COUNTER)

CASH = Key(sequence="F5", words="Cash", where=PAYMENT)
CHECK = Key(sequence="F6", words="Check", where=PAYMENT)
MONEY_ORDER = Key(sequence="F7", words="Money order", where=PAYMENT)
CARD = Key(sequence="F8", words="Card", where=PAYMENT)
PAYOR = Key(sequence="Alt+Y", words="Who hands over the money", where=PAYMENT)
ENDORSE = Key(sequence="Alt+E", words="Print what goes on the back of the checks", where=PAYMENT)
ASK_LEAD = Key(sequence="Alt+J", words="Ask a lead at another desk to agree", where=PAYMENT)
CORRECT = Key(sequence="Alt+C", words="Correct a payment that was opened", where=PAYMENT)
PRINT_AGAIN = Key(sequence="F11", words="Print again", where=PAYMENT)

COUNT = Key(sequence="Alt+C", words="Count and close the drawer", where=DRAWER)
CLOSE = Key(sequence="F4", words="Close the drawer, with a lead where one has to sign", where=DRAWER)
MISSING = Key(sequence="Alt+M", words="The check is missing", where=DRAWER)
NOT_LISTED = Key(sequence="Alt+N", words="A check that is not on the list", where=DRAWER)
DROP = Key(sequence="Alt+D", words="Drop cash to the safe", where=DRAWER)
NO_SALE = Key(sequence="Alt+O", words="Open the drawer without a sale", where=DRAWER)
BREAK = Key(sequence="Alt+B", words="Take a break, and come back from it", where=DRAWER)
EXCHANGE = Key(sequence="Alt+L", words="Exchange notes with the safe", where=DRAWER)
PAY = Key(sequence="Alt+P", words="Cash in or out without a payment, where the site allows it", where=DRAWER)
CASHIERS = Key(sequence="Alt+H", words="Cash to another cashier and from one", where=DRAWER)
SURPRISE = Key(sequence="Alt+U", words="Surprise count, with somebody of the office", where=DRAWER)
X_READING = Key(sequence="Alt+X", words="X reading: totals so far, nothing is closed", where=DRAWER)
ASK_AFAR = Key(sequence="Alt+J", words="Ask a lead at another desk to agree", where=DRAWER)
OTHER_DAY = Key(sequence="Alt+T", words="Another day of this desk; Esc leads back to today", where=DAY)
DAY_REPORT = Key(sequence="Alt+D", words="Day report", where=DAY)
REPORT_SLIP = Key(sequence="Alt+R", words="Figures on the receipt printer", where=DAY)
REPORT_TABLE = Key(sequence="Alt+V", words="Save as a table (CSV)", where=DAY)
REPORT_SHEET = Key(sequence="Alt+P", words="Print on the office printer", where=DAY)
SAFE_DAY = Key(sequence="Alt+Y", words="Open or close the center's day, with a count of the safe", where=OFFICE)
SAFE_COUNT = Key(sequence="Alt+U", words="Surprise count of the safe", where=OFFICE)
SAFE_CHANGE = Key(sequence="Alt+O", words="Change from the bank", where=OFFICE)
BAG_COUNT = Key(sequence="Alt+T", words="Count the bag whose number is typed", where=OFFICE)
BAG_HISTORY = Key(sequence="Alt+H", words="History of a bag or a deposit", where=OFFICE)
DEPOSIT_SLIP = Key(sequence="Alt+P", words="Deposit slip, on the office printer or as PDF", where=OFFICE)
DEPOSIT_LIST = Key(sequence="Alt+V", words="Deposit list as a table (CSV)", where=OFFICE)
BAG = Key(sequence="Alt+B", words="Take a bag into the safe, by its number", where=OFFICE)
TAKE_TASK = Key(sequence="Alt+K", words="Look after the task that is open", where=OFFICE)
DECLINE = Key(sequence="Alt+N", words="Decline what is asked", where=OFFICE)
SEND_MESSAGE = Key(sequence="Alt+M", words="Send a message to desks", where=OFFICE)
TREND = Key(sequence="Alt+S", words="Over and short of the last 90 days", where=OFFICE)
RECORDS = Key(sequence="Alt+L", words="Records: who did what, to read and to take out", where=OFFICE)
RETURNED = Key(sequence="Alt+R", words="A check that the bank returned", where=OFFICE)
EXPLAIN = Key(sequence="Alt+E", words="Explain what closed drawers were over and short by", where=OFFICE)
CARD_BATCH = Key(sequence="Alt+A", words="Take in a card terminal's batch", where=OFFICE)
MOVE_CLOSED = Key(sequence="Alt+C", words="Move what a payment of a closed drawer paid", where=OFFICE)

ALL = (
    *(HELP, FIND, LOCK, ENTER, BACK, MAIL, READ),
    *(CHOOSE, PHOTO_ID, ELSEWHERE, TICK, OLDEST_FIRST, ALL_DUE, ON_ACCOUNT, PAST),
    *(SUSPEND, RESUME, DEPOSIT, ANOTHERS, SCOPE, MISC, UNIDENTIFIED),
    *(STATEMENT_COPY, ARRANGE, PLAN, USE_CREDIT, ASSISTANCE, REFER, SHORT_COPY, SAVE_COPY),
    *(CASH, CHECK, MONEY_ORDER, CARD, PAYOR, ENDORSE, ASK_LEAD, CORRECT, PRINT_AGAIN),
    *(COUNT, CLOSE, MISSING, NOT_LISTED, DROP, NO_SALE, BREAK, EXCHANGE, PAY, CASHIERS, SURPRISE, X_READING, ASK_AFAR),
    *(OTHER_DAY, DAY_REPORT, REPORT_SLIP, REPORT_TABLE, REPORT_SHEET, BAG),
    *(TAKE_TASK, DECLINE, SEND_MESSAGE, TREND, RECORDS, RETURNED, MOVE_CLOSED, EXPLAIN, CARD_BATCH),
    *(SAFE_DAY, SAFE_COUNT, SAFE_CHANGE, BAG_COUNT, BAG_HISTORY, DEPOSIT_SLIP, DEPOSIT_LIST),
)
