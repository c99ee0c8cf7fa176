"""Every word that paper says, in each language it can be said in. A language is one more row of the table."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from cashier.domain.times import clock_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One language. What stands in braces is filled in by the document; `months` are as dates say them."""

    cashier: str
    window: str
    receipt: str
    member: str
    guarantor: str
    payor: str
    paper_receipt: str
    by_mail: str
    drop_box: str
    agency_list: str
    duplicate: str
    printed_again: str
    voided: str
    voided_at: str
    corrected: str
    moved_at: str
    statement: str
    credit: str
    holding: str
    deposit: str
    deposit_note: str
    total_paid: str
    card: str
    check: str
    cashiers_check: str
    money_order: str
    cash: str
    approval_code: str
    rounding: str
    change: str
    net_cash: str
    credit_used: str
    used_from: str
    used: str
    left_there: str
    open_now: str
    refund_asked: str
    refund_no_money: str
    refund: str
    refund_to_card: str
    refund_by_check: str
    refund_from: str
    still_open: str
    still_open_earlier: str
    next_due: str
    next_due_autopay: str
    overdue_since: str
    business_date: str
    approved_by: str
    served_by: str
    questions: str
    months: tuple[str, ...]
    date_form: str
    short_date_form: str
    forenoon: str
    afternoon: str

    def window_name(self, name: str) -> str:
        """A window with a number as this language says it; any other name as the site gave it."""
        number = name.removeprefix("Window ")
        return self.window.format(number=number) if number.isdecimal() else name

    def day(self, day: date) -> str:
        """``Nov 21, 2026`` in English."""
        return self.date_form.format(month=self.months[day.month - 1], day=day.day, year=day.year)

    def short_day(self, day: date) -> str:
        """``Nov 28``, where the year is plain."""
        return self.short_date_form.format(month=self.months[day.month - 1], day=day.day)

    def clock(self, instant: datetime) -> str:
        """``10:44 AM``, in the instant's own zone."""
        return clock_words(instant, halves=(self.forenoon, self.afternoon))

    def time(self, instant: datetime) -> str:
        """``10:44 AM PST``: the zone's letters tell the hour that comes twice in a year."""
        return f"{self.clock(instant)} {instant.tzname()}"


WORDS: Mapping[str, Words] = MappingProxyType(
    {
        "en": Words(
            cashier="Cashier, {window}",
            window="Window {number}",
            receipt="Receipt",
            member="Member",
            guarantor="Guarantor",
            payor="Paid by {name}",
            paper_receipt="Late entry of paper receipt {paper}",
            by_mail="Received by mail",
            drop_box="Received in the drop box",
            agency_list="Paid with an agency's list",
            duplicate="DUPLICATE {copy}",
            printed_again="Printed again at {desk}, {when}",
            voided="VOID",
            voided_at="Given back {date} {time}",
            corrected="CORRECTED",
            moved_at="{amount} moved from {source}, {date} {time}",
            statement="Statement {number}",
            credit="Credit on account",
            holding="Held for identification",
            deposit="Deposit, estimate {reference}",
            deposit_note="deposit, not applied to a bill",
            total_paid="TOTAL PAID",
            card="Card",
            check="Check",
            cashiers_check="Cashier's check",
            money_order="Money order",
            cash="Cash",
            approval_code="approval {code}",
            rounding="Cash rounding",
            change="Change",
            net_cash="Net cash",
            credit_used="CREDIT USED FOR A BILL",
            used_from="From",
            used="Used",
            left_there="Left there",
            open_now="Open on the statement",
            refund_asked="REFUND REQUEST",
            refund_no_money="No money was given back here.",
            refund="Refund",
            refund_to_card="To the same card",
            refund_by_check="By check",
            refund_from="Paid out from",
            still_open="Still open at {time}",
            still_open_earlier="Still open on {date} at {time}",
            next_due="next due {date}",
            next_due_autopay="next due {date}, autopay",
            overdue_since="overdue since {date}",
            business_date="Business date",
            approved_by="Approved by {name}",
            served_by="Served by {name}",
            questions="Questions: {phone}",
            months=("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
            date_form="{month} {day:02d}, {year}",
            short_date_form="{month} {day:02d}",
            forenoon="AM",
            afternoon="PM",
        ),
        "es": Words(
            cashier="Caja, {window}",
            window="Ventanilla {number}",
            receipt="Recibo",
            member="Miembro",
            guarantor="Garante",
            payor="Pagado por {name}",
            paper_receipt="Registro posterior del recibo en papel {paper}",
            by_mail="Recibido por correo",
            drop_box="Recibido en el buzón",
            agency_list="Pagado con la lista de una agencia",
            duplicate="DUPLICADO {copy}",
            printed_again="Impreso otra vez en {desk}, {when}",
            voided="ANULADO",
            voided_at="Devuelto {date} {time}",
            corrected="CORREGIDO",
            moved_at="{amount} trasladado de {source}, {date} {time}",
            statement="Estado de cuenta {number}",
            credit="Crédito a cuenta",
            holding="Retenido por identificar",
            deposit="Depósito, presupuesto {reference}",
            deposit_note="depósito, no aplicado a una factura",
            total_paid="TOTAL PAGADO",
            card="Tarjeta",
            check="Cheque",
            cashiers_check="Cheque de caja",
            money_order="Giro postal",
            cash="Efectivo",
            approval_code="aprobación {code}",
            rounding="Redondeo de efectivo",
            change="Cambio",
            net_cash="Efectivo neto",
            credit_used="CRÉDITO APLICADO A UNA CUENTA",
            used_from="De",
            used="Aplicado",
            left_there="Queda",
            open_now="Pendiente de la cuenta",
            refund_asked="SOLICITUD DE REEMBOLSO",
            refund_no_money="Aquí no se devolvió dinero.",
            refund="Reembolso",
            refund_to_card="A la misma tarjeta",
            refund_by_check="Por cheque",
            refund_from="Se paga desde",
            still_open="Pendiente a las {time}",
            still_open_earlier="Pendiente el {date} a las {time}",
            next_due="próximo pago {date}",
            next_due_autopay="próximo pago {date}, automático",
            overdue_since="vencido desde el {date}",
            business_date="Fecha contable",
            approved_by="Aprobado por {name}",
            served_by="Le atendió {name}",
            questions="Preguntas: {phone}",
            months=("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"),
            date_form="{day} {month} {year}",
            short_date_form="{day} {month}",
            forenoon="a. m.",
            afternoon="p. m.",
        ),
    }
)
