"""The rows of ``organization.toml`` that say what a center's receipts have at their head and foot."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from cashier.config_section import Section
from cashier.domain.receipt_texts import ReceiptText

_LINES_MOST = 6
_Line = Annotated[str, Field(min_length=1, max_length=120)]


class TrailerRow(Section):
    """The last lines in one language that receipts are written in."""

    language: Literal["en", "es", "zh", "zh-Hant", "vi", "tl", "ko", "hy", "ru"]
    lines: tuple[_Line, ...] = Field(min_length=1, max_length=_LINES_MOST)


class ReceiptTextRow(Section):
    """From ``since`` on, until a later row of the same center: a receipt keeps what held on its day."""

    since: date
    header: tuple[_Line, ...] = Field(default=(), max_length=_LINES_MOST)
    trailers: tuple[TrailerRow, ...] = ()

    @model_validator(mode="after")
    def _once_each(self) -> Self:
        languages = [row.language for row in self.trailers]
        if twice := next((code for code in languages if languages.count(code) > 1), None):
            raise ValueError(f"the trailer in {twice} stands there twice; leave one out")
        return self

    def text(self, center: str) -> ReceiptText:
        """As receipts read it."""
        trailer: dict[str, tuple[str, ...]] = {row.language: row.lines for row in self.trailers}
        return ReceiptText(center=center, since=self.since, header=self.header, trailer=trailer)
