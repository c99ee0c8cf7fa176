"""Lays a document out in columns, for any paper: amounts are never cut, long words wrap, nothing unprintable passes."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from cashier.domain.columns import APART, columns_of, columns_of_letter
from cashier.usecases.ports.paper import PaperLine
from receipts.document import Align, Document, Feed, Pair, Rule, Text

_PAIR_LEAST_LEFT = 8  # Columns that words beside an amount need; with fewer the amount gets a line of its own.
_CONTROL = frozenset({"Cc", "Zl", "Zp", "Zs"})
_UNSEEN = frozenset({"Cf", "Cs"})  # Direction marks among them, which could turn an amount around.
_WORD_AS_IN_ENGLISH = r"(?:·(?: [A-Z]+)?|[A-Z]*-?[0-9*$(][0-9A-Z*$.,():-]*)"
_WORD = re.compile(r"\(\d{3}\) \S+|\S+")
NEVER_FIRST = "。，、；：？！）」』》"  # No Chinese line begins with one of these.
_AS_IN_ENGLISH = re.compile(rf"(.*?\S) ({_WORD_AS_IN_ENGLISH}(?: {_WORD_AS_IN_ENGLISH})*)")


def lay_out(document: Document, columns: int) -> tuple[PaperLine, ...]:
    """The document's lines, each at most ``columns`` wide (16 at least) and without trailing spaces."""
    if columns < 16:
        raise ValueError(f"paper has 16 columns at least, not {columns}")
    lines: list[PaperLine] = []
    for block in document.blocks:
        match block:
            case Text():
                lines += _text_lines(block, columns)
            case Pair():
                lines += _pair_lines(block, columns)
            case Rule():
                lines.append(PaperLine("-" * columns))
            case Feed():
                lines.append(PaperLine(""))
    return tuple(lines)


def clean(text: str) -> str:
    """Text as paper may say it: composed letters, no control characters, nothing that steers a printer or hides."""
    if text.isascii() and text.isprintable():
        return text.strip()
    kept = (" " if (kind := unicodedata.category(letter)) in _CONTROL else "" if kind in _UNSEEN else letter
            for letter in unicodedata.normalize("NFC", text))  # fmt: skip
    return "".join(kept).strip()


def words_in(text: str) -> list[str]:
    """What is not parted at the end of a line; a telephone's number is one word, to be read off at a glance."""
    return _WORD.findall(text)


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands together in a line, from a column on, and whether it has to be drawn."""

    column: int
    text: str
    is_drawn: bool


def pieces_of(line: str, can_say: Callable[[str], bool]) -> tuple[Piece, ...]:
    """A line in words that stand apart, each said in the paper's letters where ``can_say`` is true of it, else drawn.

    Amounts and numbers at its end are said, and so is the English word behind a ``·``.
    """
    if can_say(line):
        return (Piece(0, line, is_drawn=False),)
    found = []
    for match in APART.finditer(line):
        column = columns_of(line[: match.start()])
        words, end = match[0], ""
        if not can_say(words) and (parted := _AS_IN_ENGLISH.fullmatch(words)):
            words, end = parted[1], parted[2]
        found.append(Piece(column, words, is_drawn=not can_say(words)))
        if end:
            found.append(Piece(column + columns_of(words) + 1, end, is_drawn=False))
    return tuple(found)


def _text_lines(block: Text, columns: int) -> list[PaperLine]:
    lines = []
    for text in _wrap(clean(block.text), columns - block.indent):
        indent = (columns - columns_of(text)) // 2 if block.align is Align.CENTER else block.indent
        lines.append(PaperLine(" " * indent + text, block.bold))
    return lines


def _pair_lines(block: Pair, columns: int) -> list[PaperLine]:
    """The right side ends the last line of the left one, or stands alone below it where there's no room."""
    left, right = clean(block.left), clean(block.right)
    room = columns - columns_of(right) - 1
    if room >= _PAIR_LEAST_LEFT:
        *above, beside = _wrap(left, room) or [""]
        below: list[str] = []
    else:
        *above, beside = [*_wrap(left, columns), ""]
        *below, right = _wrap(right, columns) or [""]
    above += [_flush_right(text, columns) for text in below]
    gap = columns - columns_of(beside) - columns_of(right)
    return [PaperLine(text, block.bold) for text in (*above, (beside + " " * gap + right).rstrip())]


def _flush_right(text: str, columns: int) -> str:
    return " " * (columns - columns_of(text)) + text


def _wrap(text: str, columns: int) -> list[str]:
    """Break at spaces, and inside a word only if it's longer than a line. Nothing for an empty text."""
    if columns_of(text) <= columns:
        return [text] if text else []
    lines = [""]
    for word in words_in(text):
        joined = f"{lines[-1]} {word}" if lines[-1] else word
        if columns_of(joined) <= columns:
            lines[-1] = joined
            continue
        pieces = _pieces(word, columns)
        if lines[-1]:
            lines += pieces
        else:
            lines[-1:] = pieces
    return lines


def _pieces(word: str, columns: int) -> list[str]:
    """A word in pieces that fit; a combining mark stays with its letter."""
    pieces = [""]
    for letter in word:
        if columns_of(pieces[-1]) + columns_of_letter(letter) > columns:
            along = pieces[-1][-1] if letter in NEVER_FIRST and len(pieces[-1]) > 1 else ""
            pieces[-1] = pieces[-1].removesuffix(along)
            pieces.append(along)
        pieces[-1] += letter
    return pieces
