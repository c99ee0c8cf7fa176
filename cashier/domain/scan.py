"""What the finder's text and a scan mean, and what must never be kept: the number of a bank card."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from cashier.domain.errors import FieldRefused, Refused

# Digits in groups, as a number is typed or read aloud: blanks of any kind, hyphens and points between the groups.
_GROUPS = re.compile(r"[0-9]+(?:[\s._\u2010-\u2015-]{1,3}[0-9]+)*")
_GROUP = re.compile(r"[0-9]+")
# First digits and lengths that banks issue, so that other long numbers are rarely taken for a card's.
_ISSUED = re.compile(
    r"4(?:[0-9]{12}|[0-9]{15}|[0-9]{18})|5[0-9]{15}|2[2-7][0-9]{14}|6[0-9]{15,18}"
    r"|3[47][0-9]{13}|3[0689][0-9]{12}|3[0689][0-9]{14}|35[0-9]{14}"
)
_SHORTEST, _LONGEST = 13, 19  # How many digits a card has.
_TRACK = re.compile(r"%B[0-9]|;[0-9]{12,19}=")
_WHOLE_TRACK = re.compile(r"%B[0-9][^?]*\??|;[0-9]{12,19}=[^?]*\??")
# Halves of a character are no text; what is invisible (joiners, turners of direction) could hide in a name or turn it.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SLASHED = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4}|[0-9]{2})")
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_STATEMENT = re.compile(r"[A-Za-z]{1,2}-[0-9]{4,12}")
_CARD_BEGUN = re.compile(r"[2-6][0-9]{12,}")  # All but a card's last digits: it is looked for nowhere.
_NUMBER_LENGTH = 6  # Shorter runs of digits are years, house numbers, slips of the finger.

CARD_SENTENCE = "That looks like a bank card number. It was not kept. Use the card terminal."


def luhn(digits: str) -> bool:
    """Whether the last digit checks the others (ISO/IEC 7812-1, annex B)."""
    doubled = (int(d) * 2 if place % 2 else int(d) for place, d in enumerate(reversed(digits)))
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def looks_like_card(text: str) -> bool:
    """Whether a bank card's number or track may be in ``text`` (13 to 19 digits that pass Luhn, or a swipe).

    The digits may stand in groups, beside other numbers, in any script's figures.
    """
    return _TRACK.search(text) is not None or _card_at(_figures(text)) is not None


def without_cards(text: str) -> str:
    """A text in which no bank card's number or track is left; what stands around them stays as it was."""
    kept = _WHOLE_TRACK.sub("", text)
    while (span := _card_at(_figures(kept))) is not None:
        kept = kept[: span[0]] + kept[span[1] :]
    return kept if not looks_like_card(kept) else ""  # What the pieces make together is kept by nobody.


def _figures(text: str) -> list[tuple[int, str]]:
    """Each visible character with its place in the text, the figures of every script as digits."""
    return [
        (place, str(unicodedata.decimal(c)) if c.isdecimal() else c)
        for place, c in enumerate(text)
        if c.isascii() or not _INVISIBLE.match(c)
    ]


def _card_at(figures: list[tuple[int, str]]) -> tuple[int, int] | None:
    """Where the first card's number begins and ends: neighboring groups, alone or with what was typed on behind."""
    shown = "".join(c for _, c in figures)
    for run in _GROUPS.finditer(shown):
        groups = list(_GROUP.finditer(shown, *run.span()))
        for start in range(len(groups)):
            digits = ""
            for group in groups[start:]:
                digits += group.group()
                lengths = (15, 16, len(digits))
                if len(digits) >= _SHORTEST and any(_is_card(digits[:length]) for length in lengths):
                    return figures[groups[start].start()][0], figures[group.end() - 1][0] + 1
                if len(digits) > _LONGEST:
                    break
    return None


def _is_card(digits: str) -> bool:
    return _ISSUED.fullmatch(digits) is not None and luhn(digits)


def safe_text(text: str, what: str, *, most: int = 120) -> str:
    """Free text as it may be kept: trimmed, without control characters, not a card number, at most ``most`` characters.

    Raises Refused; the text that was refused is in no message.
    """
    if looks_like_card(text):
        raise Refused(CARD_SENTENCE)
    cleaned = " ".join(_CONTROL.sub(" ", _INVISIBLE.sub("", text)).split())
    if len(cleaned) > most:
        raise Refused(f"{what} has more than {most} characters. Shorten it.")
    return cleaned


def field_text(text: str, what: str, field: str, *, most: int = 120) -> str:
    """`safe_text` of one field of what was typed. Raises FieldRefused, which names it."""
    try:
        return safe_text(text, what, most=most)
    except Refused as refused:
        raise FieldRefused(refused.sentence, field) from refused


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
    if text.isascii() and text.replace(" ", "").isalnum():  # Most names need no more, and there are millions.
        return " ".join(text.lower().split())
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
    """Take the finder's text apart, in any order of words. Raises Refused for a bank card's number.

    Digits that may go on to be one ask nothing.
    """
    if looks_like_card(text):
        raise Refused(CARD_SENTENCE)
    cleaned = _CONTROL.sub(" ", _INVISIBLE.sub("", text))[:100].strip()
    digits = re.sub(r"[ -]", "", cleaned)
    if _CARD_BEGUN.fullmatch(digits):
        return Query()
    if re.fullmatch(r"[0-9]{6,}", digits) and read_birth_date(cleaned, today) is None:
        return Query(number=digits)
    words: list[str] = []
    number, birth_date, birth_year = "", None, None
    for piece in cleaned.replace(",", " ").split():
        day = read_birth_date(piece, today)
        if _CARD_BEGUN.fullmatch(piece):
            continue
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
            year += 2000 if (2000 + year, month, day) <= (today.year, today.month, today.day) else 1900
    else:
        return None
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if date(1880, 1, 1) <= found <= today else None
