"""A second factor (RFC 6238): six digits of an authenticator, typed behind the passphrase after a blank.

So they are typed wherever a passphrase is: to sign in, to unlock, and beside a colleague for one act. A person's
verifier says both, the passphrase's hash and, behind a semicolon, the authenticator's secret, sealed.
"""

import re

CODE_DIGITS = 6
STEP_S = 30  # RFC 6238 section 5.2.
DRIFT_STEPS = 1  # A clock may be so many steps off, either way (section 6); more would make guessing easier.

NEEDS_CODE = "Your authenticator's code is missing. Type your passphrase, a blank, and its six digits."
USED_CODE = "That code was used already. Wait for the next one, then type it."

_WITH_CODE = re.compile(r"(.+?)\s+([0-9]{6})\s*", re.DOTALL | re.ASCII)
_PARTED = ";"


def verifier_of(passphrase_hash: str, sealed: str) -> str:
    """Both in one text; ``sealed`` is empty for who has a passphrase alone."""
    return f"{passphrase_hash}{_PARTED}{sealed}" if sealed else passphrase_hash


def parts_of(verifier: str) -> tuple[str, str]:
    """The passphrase's hash and the sealed secret, which is empty where there is none."""
    passphrase_hash, _, sealed = verifier.partition(_PARTED)
    return passphrase_hash, sealed


def split_code(typed: str) -> tuple[str, str]:
    """The passphrase and the code behind it; all of it and nothing where no code is there."""
    if (match := _WITH_CODE.fullmatch(typed)) is None:
        return typed, ""
    return match.group(1), match.group(2)


def step_at(unix_s: float) -> int:
    """Which code is the one of this moment: steps of `STEP_S` seconds since 1970."""
    return int(unix_s // STEP_S)
