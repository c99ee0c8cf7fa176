"""What the finder's text and a scan mean, and what must never be kept: the number of a bank card."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from cashier.domain.errors import Refused

_CARD = re.compile(r"(?:[0-9][ -]?){12,18}[0-9]")
_TRACK = re.compile(r"%B[0-9]|;[0-9]{12,19}=")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_SLASHED = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4}|[0-9]{2})")
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_STATEMENT = re.compile(r"[A-Za-z]{1,2}-[0-9]{4,12}")
_NUMBER_LENGTH = 6  # Shorter runs of digits are years, house numbers, slips of the finger.

CARD_SENTENCE = "That looks like a bank card number. It was not kept. Use the card terminal."


def luhn(digits: str) -> bool:
    """Whether the last digit checks the others (ISO/IEC 7812-1, annex B)."""
    doubled = (int(d) * 2 if place % 2 else int(d) for place, d in enumerate(reversed(digits)))
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def looks_like_card(text: str) -> bool:
    """Whether a bank card's number or track may be in ``text`` (13 to 19 digits that pass Luhn, or a swipe)."""
    if _TRACK.search(text):
        return True
    for match in _CARD.finditer(text):
        digits = re.sub(r"[ -]", "", match.group())
        if any(luhn(digits[:length]) for length in range(13, len(digits) + 1)) and digits[0] in "3456":
            return True
    return False


def safe_text(text: str, what: str, *, most: int = 120) -> str:
    """Free text as it may be kept: trimmed, without control characters, not a card number, at most ``most`` characters.

    Raises Refused; the text that was refused is in no message.
    """
    if looks_like_card(text):
        raise Refused(CARD_SENTENCE)
    cleaned = " ".join(_CONTROL.sub(" ", text).split())
    if len(cleaned) > most:
        raise Refused(f"{what} has more than {most} characters. Shorten it.")
    return cleaned


def routing_number_holds(digits: str) -> bool:
    """Whether nine digits are an ABA routing number: checksum 3-7-1, an assigned first pair, not all zeros."""
    if not re.fullmatch(r"[0-9]{9}", digits) or digits == "0" * 9:
        return False
    first = int(digits[:2])
    if not (first <= 12 or 21 <= first <= 32 or 61 <= first <= 72 or first == 80):
        return False
    return sum(int(d) * weight for d, weight in zip(digits, (3, 7, 1) * 3, strict=True)) % 10 == 0


def fold(text: str) -> str:
    """Names as they are looked up: no accents, no case, letters and digits only, words apart by one space.

    ``O'Brien`` folds to ``obrien``, ``Núñez-Đỗ`` to ``nunez do``.
    """
    bare = "".join(
        c
        for c in unicodedata.normalize("NFKD", text.replace("đ", "d").replace("Đ", "D"))
        if c.isalnum() or c in " -'’,./"
    )
    lowered = bare.casefold().replace("'", "").replace("’", "")
    return " ".join(re.sub(r"[^\w]+", " ", lowered).split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What the finder's text asks for. Empty fields ask nothing; all that are set must hold.

    ``words`` are folded name beginnings in typed order; ``number`` the beginning of a member, guarantor or statement
    number without spaces; ``birth_date`` a day, ``birth_year`` a year.
    """

    words: tuple[str, ...] = ()
    number: str = ""
    birth_date: date | None = None
    birth_year: int | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.number or self.birth_date or self.birth_year)


def read_query(text: str, today: date) -> Query:
    """Take the finder's text apart, in any order of words. Raises Refused for a bank card's number."""
    if looks_like_card(text):
        raise Refused(CARD_SENTENCE)
    cleaned = _CONTROL.sub(" ", text)[:100].strip()
    digits = re.sub(r"[ -]", "", cleaned)
    if re.fullmatch(r"[0-9]{6,}", digits) and not _ISO.fullmatch(cleaned):
        return Query(number=digits)
    words: list[str] = []
    number, birth_date, birth_year = "", None, None
    for piece in cleaned.replace(",", " ").split():
        day = read_birth_date(piece, today)
        if day is not None:
            birth_date = day
        elif _YEAR.fullmatch(piece):
            birth_year = int(piece)
        elif _STATEMENT.fullmatch(piece) or (piece.isascii() and piece.isdigit() and len(piece) >= _NUMBER_LENGTH):
            number = piece.upper()
        else:
            words.extend(fold(piece).split())
    return Query(words=tuple(words), number=number, birth_date=birth_date, birth_year=birth_year)


def read_birth_date(text: str, today: date) -> date | None:
    """A day as Californians write it (``3/14/61``, ``03-14-1961``) or in ISO; None for anything else.

    Two digits of a year mean the latest such year that is not after ``today``.
    """
    typed = text.strip()
    if match := _ISO.fullmatch(typed):
        year, month, day = (int(part) for part in match.groups())
    elif match := _SLASHED.fullmatch(typed):
        month, day, year = (int(part) for part in match.groups())
        if len(match.group(3)) == 2:
            year += 2000 if 2000 + year <= today.year else 1900
    else:
        return None
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if date(1880, 1, 1) <= found <= today else None
