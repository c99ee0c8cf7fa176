"""Each printer of the table can be set up by its name, gets a job it can print, and is tried with one page."""

import pytest

from cashier.config_devices import PRINTER_MODELS, PrinterSettings
from cashier.doors.printers import printer_facts
from receipts import commands
from receipts.commands import drawer_pulse
from receipts.escpos import ReceiptBytes
from receipts.trial import trial_document
from tests.receipts import payments
from tests.receipts.golden import commands_in, printed
from tests.receipts.kept import documents
from tests.receipts.zbar import read_barcodes


def trial_of(settings: PrinterSettings) -> bytes:
    made = ReceiptBytes(**settings.paper)
    return made.encode(trial_document(payments.PLACE, settings.columns, printer_facts(settings)))


@pytest.mark.parametrize("model", sorted(PRINTER_MODELS))
def test_a_model_sets_what_is_not_said_and_gets_commands_it_knows(model: str) -> None:
    settings = PrinterSettings(model=model)
    names = [command.name for command in commands_in(trial_of(settings))]

    assert settings.model_dump().items() >= PRINTER_MODELS[model].items()
    assert PrinterSettings.model_validate({"model": model, "columns": 33}).columns == 33
    assert commands.UNKNOWN not in names
    assert names.count(commands.CUT) == (settings.cut != "none")
    assert commands.PULSE not in names


def test_a_trial_shows_the_width_drawn_words_and_both_codes_and_is_no_receipt() -> None:
    sheet = printed(trial_of(PrinterSettings()))

    assert "1234567890" * 4 + "12\n" in sheet.text
    assert "no receipt, no money was taken" in sheet.text
    assert "[dra" in sheet.text
    assert set(read_barcodes(sheet.png())) == {"QR-Code:TEST-0000000", "CODE-128:TEST-0000000"}


def test_a_trial_shows_what_is_set_up_and_each_code_page_in_its_own_letters() -> None:
    text = printed(trial_of(PrinterSettings(model="epson-tm-h6000", drawer_pin=5))).text

    for said in ("epson-tm-h6000", "16 cp1252", "slip station, reads them", "Drawer's pin"):
        assert said in text
    assert " 16 cp1252  áéíñóúü ¿¡ ç £ €\n" in text
    assert "  0 cp437   áéíñóúü ¿¡ ç £ ?\n" in text
    assert " 19 cp858   áéíñóúü ¿¡ ç £ €\n" in text


def test_a_printer_with_other_letters_gets_them_by_its_own_number_and_the_rest_drawn() -> None:
    data = ReceiptBytes(columns=42, dots=512, letters="cp437", code_page=0).encode(documents()["check-and-cash-es"])

    assert b"\x1bt\x00" in data
    assert b"\x1bt\x10" not in data
    assert "Ventanilla 3\n".encode("cp437") in data
    assert commands.UNKNOWN not in [command.name for command in commands_in(data)]


def test_the_pulse_goes_to_the_pin_that_the_drawer_hangs_on() -> None:
    assert [drawer_pulse(pin) for pin in (2, 5)] == [b"\x10\x14\x01\x00\x02", b"\x10\x14\x01\x01\x02"]
