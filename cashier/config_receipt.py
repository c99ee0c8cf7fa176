"""The rows of ``organization.toml`` that say what a center's receipts have, in which order, and in whose words."""

from collections import defaultdict
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from cashier.config_section import Section
from cashier.domain.receipt_template import STANDARD, ReceiptTemplate, why_no_template

_LINES_MOST = 6
_Line = Annotated[str, Field(min_length=1, max_length=120)]


class NoticeRow(Section):
    """A center's own lines in one language that receipts are written in; ``name`` is as ``parts`` name them."""

    name: str = Field(pattern="^[a-z][a-z_]{0,19}$")
    language: Literal["en", "es", "zh", "zh-Hant", "vi", "tl", "ko", "hy", "ru"]
    lines: tuple[_Line, ...] = Field(min_length=1, max_length=_LINES_MOST)


class ReceiptTemplateRow(Section):
    """From ``since`` on, until a later row of the same center: a receipt keeps what held on its day.

    Without ``parts`` all of them are there, and then the notices.
    """

    since: date
    header: tuple[_Line, ...] = Field(default=(), max_length=_LINES_MOST)
    parts: tuple[str, ...] = ()
    notices: tuple[NoticeRow, ...] = ()

    @model_validator(mode="after")
    def _makes_receipts(self) -> Self:
        written = [(row.name, row.language) for row in self.notices]
        if twice := next((row for row in written if written.count(row) > 1), None):
            raise ValueError(f"the notice {twice[0]} in {twice[1]} stands there twice; leave one out")
        if why := why_no_template(self._parts, self._names):
            raise ValueError(why)
        return self

    def template(self, center: str) -> ReceiptTemplate:
        """As receipts read it."""
        notices: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
        for row in self.notices:
            notices[row.name][row.language] = row.lines
        return ReceiptTemplate(
            center=center, since=self.since, header=self.header, parts=self._parts, notices=dict(notices)
        )

    @property
    def _names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(row.name for row in self.notices))

    @property
    def _parts(self) -> tuple[str, ...]:
        return self.parts or (*STANDARD, *self._names)
