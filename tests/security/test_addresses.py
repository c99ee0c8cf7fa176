"""Names and balances travel encrypted, or not beyond this machine."""

import pytest

from cashier.config import check_ledger_url, is_loopback


@pytest.mark.parametrize(
    "url",
    [
        "https://ledger.example",
        "https://10.0.0.1:8440/",
        "http://127.0.0.1:8440",
        "http://[::1]:8440",
        "http://localhost",
    ],
)
def test_an_address_that_keeps_a_secret_is_taken(url: str) -> None:
    check_ledger_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://ledger.example",
        "http://10.0.0.1:8440",
        "http://0.0.0.0:8440",
        "http://127.0.0.1@ledger.example/",
        "http://127.0.0.1:8440@ledger.example/",
        "http://127.0.0.1.ledger.example/",
        "http://localhost.example",
    ],
)
def test_an_address_over_which_others_could_read_along_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="write https://"):
        check_ledger_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "ledger",
        "HTTP://127.0.0.1",
        "HTTPS://ledger.example",
        "http://",
        "http://bad host/",
        "http://[::1",
        "http://127.0.0.1:x",
    ],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="https://"):
        check_ledger_url(url)


def test_all_of_ipv4s_loopback_is_this_machine() -> None:
    assert is_loopback("127.8.9.10")
    assert not is_loopback("")
