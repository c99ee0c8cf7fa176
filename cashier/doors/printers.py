"""A receipt printer as its settings say how it is reached."""

from pathlib import Path

from cashier.config_devices import PrinterSettings
from cashier.usecases.ports.devices import Printer
from receipts.drawer_watch import DrawerWatch
from receipts.printers.device import DevicePrinter
from receipts.printers.network import NetworkPrinter
from receipts.printers.silent import FilePrinter, QueuePrinter
from receipts.printers.slip import SlipStation
from receipts.printers.talking import TalkingPrinter
from receipts.printers.winspool import WindowsPrinter

_STATIONS = {"slip": 4, "validation": 8}  # ESC c 0.


def receipt_printer(settings: PrinterSettings) -> Printer:
    """For one thread."""
    match settings.way:
        case "network":
            return NetworkPrinter(
                settings.host,
                settings.port,
                columns=settings.columns,
                connect_timeout_s=settings.connect_timeout_s,
                answer_timeout_s=settings.answer_timeout_s,
                drawer_pin=settings.drawer_pin,
                knows_ids=settings.process_ids,
                reports=settings.status_back,
            )
        case "serial" | "usb":
            return DevicePrinter(
                settings.device,
                baud=settings.baud if settings.way == "serial" else None,
                has_handshake=settings.handshake,
                columns=settings.columns,
                answer_timeout_s=settings.answer_timeout_s,
                drawer_pin=settings.drawer_pin,
                knows_ids=settings.process_ids,
                reports=settings.status_back,
            )
        case "cups":
            return QueuePrinter(settings.queue, columns=settings.columns, answer_timeout_s=settings.answer_timeout_s)
        case "windows":
            return WindowsPrinter(settings.windows_name, columns=settings.columns)
        case "file":
            return FilePrinter(Path(settings.device), columns=settings.columns)


def slip_station(settings: PrinterSettings, printer: Printer) -> SlipStation | None:
    """Where checks are put into this printer; None where it has no such place, or cannot say what happens there."""
    if settings.check_station == "none" or not isinstance(printer, TalkingPrinter):
        return None
    station = _STATIONS[settings.check_station]
    return SlipStation(printer, station=station, columns=settings.slip_columns, reads=settings.micr)


def printer_facts(settings: PrinterSettings) -> tuple[tuple[str, str], ...]:
    """What the settings say of a printer, for the page that it is tried with."""
    checks = {"none": "none", "slip": "slip station", "validation": "validation station"}[settings.check_station]
    return (
        ("Model", settings.model),
        ("Reached by", settings.way),
        ("Dots, cut", f"{settings.dots}, {settings.cut}"),
        ("Code page", f"{settings.code_page} {settings.letters}"),
        ("Logo", settings.logo or "none"),
        ("Checks", f"{checks}, reads them" if settings.micr else checks),
        ("Drawer's pin", str(settings.drawer_pin)),
    )


def drawer_watch(settings: PrinterSettings) -> DrawerWatch:
    """The watch over the drawer on this printer's cable."""
    high = None if settings.drawer_sensor == "none" else settings.drawer_sensor == "open_is_high"
    return DrawerWatch(open_is_high=high)
