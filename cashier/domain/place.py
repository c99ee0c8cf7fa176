"""Where a desk stands: what paper and screen say of it, and which books it may take money for."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from cashier.domain.accounts import Book, BookLine
from cashier.domain.counter_rules import NO_RULES, CounterRules
from cashier.domain.drawer_rules import NO_DRAWER_RULES, DrawerRules
from cashier.domain.endorsement import Payee
from cashier.domain.member_cards import CardShape
from cashier.domain.receipt_template import ReceiptTemplate
from cashier.domain.region_rules import ArrangementLimits, AssistanceOffice, FeeRule, Letterhead
from cashier.domain.scan_layouts import ScanLayout
from cashier.domain.training import TRAINING_DESK


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """Another region, the phone of its member services, and its clock where that is known."""

    region: str
    name: str
    phone: str
    time_zone: ZoneInfo | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A desk in its center. ``desk`` is also the receipt code: ``OAK3`` numbers its receipts ``OAK3-0000001`` on.

    ``scan_layouts``: how the organization's statements are scanned, those of other regions too; ``member_cards`` how
    its members' cards are. ``payees``: to whom checks are made out.
    ``letterhead``, ``limits`` and ``assistance`` are its region's; without them there are no letters, no plans and no
    applications. ``returned_fees``: its region's, too; without them a returned check costs what the law lets it.
    ``receipt_templates``: those of every center, since receipts of others are printed again here.
    """

    desk: str
    window: str
    center: str
    center_name: str
    region: str
    region_name: str
    time_zone: ZoneInfo
    questions_phone: str
    elsewhere: tuple[Elsewhere, ...] = ()
    scan_layouts: tuple[ScanLayout, ...] = ()
    rules: CounterRules = NO_RULES
    payees: tuple[Payee, ...] = ()
    member_cards: tuple[CardShape, ...] = ()
    letterhead: Letterhead | None = None
    limits: tuple[ArrangementLimits, ...] = ()
    assistance: AssistanceOffice | None = None
    returned_fees: tuple[FeeRule, ...] = ()
    drawers: DrawerRules = NO_DRAWER_RULES
    receipt_templates: tuple[ReceiptTemplate, ...] = ()

    @property
    def is_training(self) -> bool:
        """Whether no money is taken here (R13)."""
        return self.desk == TRAINING_DESK

    @property
    def medical(self) -> Book:
        return Book(self.region, BookLine.MEDICAL)
