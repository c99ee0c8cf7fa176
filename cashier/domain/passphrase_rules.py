"""What a passphrase may be, by NIST SP 800-63B-4 section 3.1.1: long and not a well-known one. Nothing else is asked.

No rules of composition, no change without a reason, blanks and every script allowed; compared as a whole, never by its
parts.
"""

import unicodedata

from cashier.domain.errors import Refused

PASSPHRASE_LEAST = 15  # Characters, of a passphrase that stands alone.
PASSPHRASE_LEAST_OF_TWO = 8  # Of one with a second factor beside it.
PASSPHRASE_MOST = 256

# What people choose when they are asked for something long. Each is meant without blanks, marks and case.
_WORDS = """
    password passphrase passwort contrasena letmein welcome changeme default secret iloveyou sunshine princess football
    baseball dragon monkey superman batman trustno1 whatever master login admin administrator computer internet
    starwars blink182 liverpool chelsea arsenal charlie michael jordan jennifer jessica ashley summer winter spring
    autumn january february december monday friday qwerty qwertyuiop asdfghjkl zxcvbnm abcdefghijklmnopqrstuvwxyz
    1q2w3e4r5t6y7u8i9o0p qazwsxedcrfvtgbyhnujmikolp 1qaz2wsx3edc4rfv5tgb passwordpassword correcthorsebatterystaple
    thisismypassword thisismypassphrase mypasswordispassword thequickbrownfox thequickbrownfoxjumpsoverthelazydog
    tobeornottobe tobeornottobethatisthequestion maytheforcebewithyou iloveyousomuch iloveyouforever letmeinplease
    openthedoorplease neverforgetthis idontknowmypassword passwordisnotsecure changemeplease welcometotheteam
    todayisagoodday itwasadarkandstormynight onceuponatimeinthewest aslongasitislongenough fifteencharacters
    kaiserpermanente medicalcenter oaklandmedicalcenter goldencoasthospitals goldencoasthealth cashiersdesk counterfoil
    cashierwindow memberservices
"""
_WELL_KNOWN = frozenset(_WORDS.split())
_ROWS = ("01234567890123456789", "abcdefghijklmnopqrstuvwxyz" * 2, "qwertyuiopasdfghjklzxcvbnm" * 2)
_COMMON_ENDS = "0123456789"


def check_passphrase(passphrase: str, *, user: str, name: str, has_second_factor: bool = False) -> None:
    """Raises Refused for one that is short, or that others try first: well known, repeated, a row of keys, a name."""
    least = PASSPHRASE_LEAST_OF_TWO if has_second_factor else PASSPHRASE_LEAST
    if len(unicodedata.normalize("NFC", passphrase)) < least:
        raise Refused(f"A passphrase has at least {least} characters. Choose a longer one.")
    if len(passphrase) > PASSPHRASE_MOST:
        raise Refused(f"A passphrase has at most {PASSPHRASE_MOST} characters. Choose a shorter one.")
    plain = _plain(passphrase)
    known = _WELL_KNOWN | {_plain(own) for own in (user, name, *name.split())}
    unit = _repeated(plain)
    if len(unit) < 4 or any(_is_known(part, known) for part in {plain, unit}) or _is_row(plain):
        raise Refused("That is among the first that others would try. Choose some words that only you put together.")


def _plain(words: str) -> str:
    """Without blanks, marks and case."""
    return "".join(
        c for c in unicodedata.normalize("NFKC", words).casefold() if unicodedata.category(c)[0] not in "PZC"
    )


def _repeated(plain: str) -> str:
    """What is said over and over, with a last piece that may be cut off; all of it where nothing is."""
    for size in range(1, len(plain)):
        if plain == (plain[:size] * (len(plain) // size + 1))[: len(plain)]:
            return plain[:size]
    return plain


def _is_known(words: str, known: frozenset[str]) -> bool:
    """Whether it is one of them, also with digits at either end."""
    return words in known or words.strip(_COMMON_ENDS) in known


def _is_row(plain: str) -> bool:
    return any(plain in row or plain[::-1] in row for row in _ROWS)
