"""What was printed once is printed the same for ever: kept receipts as text, and some as bytes."""

import pytest

from tests.receipts.golden import COLUMNS, WITH_BYTES, bytes_file, bytes_of, documents, text_file, text_of


@pytest.mark.parametrize("columns", COLUMNS)
@pytest.mark.parametrize("name", sorted(documents()))
def test_a_kept_receipt_still_reads_the_same(name: str, columns: int) -> None:
    assert text_of(documents()[name], columns) == text_file(name, columns).read_text(encoding="utf-8")


@pytest.mark.parametrize("columns", COLUMNS)
@pytest.mark.parametrize("name", WITH_BYTES)
def test_a_kept_receipt_is_still_the_same_bytes(name: str, columns: int) -> None:
    assert bytes_of(documents()[name], columns) == bytes_file(name, columns).read_bytes()
