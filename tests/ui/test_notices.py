"""The banner says the gravest thing first."""

from dataclasses import replace

from ui.notices import Notice, Notices

OFFLINE = Notices(link="Offline since 10:42.", freshness="Balances are from 10:42")


def test_nothing_different_says_nothing() -> None:
    assert Notices().first is None
    assert replace(OFFLINE, link="").first is None


def test_being_offline_says_from_when_the_balances_are() -> None:
    assert OFFLINE.first == Notice(tone="warn", sentence="Offline since 10:42.", aside="Balances are from 10:42")


def test_graver_things_come_first() -> None:
    stopped = replace(OFFLINE, link_stopped=True, copy="The second copy is behind.")
    fault = replace(stopped, fault="Something went wrong on the printer lane.")

    assert [notices.first.tone for notices in (OFFLINE, stopped, fault) if notices.first] == ["warn", "bad", "bad"]
    assert replace(OFFLINE, told="A card was approved.").first == Notice(tone="warn", sentence="A card was approved.")


def test_too_much_cash_is_said_when_nothing_else_is() -> None:
    full = replace(OFFLINE, drawer="Drop some of it.")

    assert full.first == OFFLINE.first
    assert replace(full, link="").first == Notice(tone="warn", sentence="Drop some of it.")


def test_a_printer_without_paper_is_said_before_a_ledger_that_is_away_and_after_a_receipt_that_is_unsure() -> None:
    out = replace(OFFLINE, printer="The receipt printer is out of paper.")

    assert out.first == Notice(tone="warn", sentence="The receipt printer is out of paper.")
    assert replace(out, papers=1).first != out.first


def test_a_receipt_that_may_not_have_come_out_is_asked_about() -> None:
    assert replace(OFFLINE, papers=2).first == Notice(
        tone="warn",
        sentence="2 receipts may or may not have come out of the printer. Say on the Desk page whether you hold it.",
    )
