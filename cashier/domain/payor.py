"""Who hands over the money, where that is not the member: a person of their own, kept with every line."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cashier.domain.errors import Refused
from cashier.domain.languages import SPOKEN
from cashier.domain.scan import safe_text

_PHONE = re.compile(r"[0-9+(][0-9 ().+-]{5,23}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Payor:
    """All empty: the member pays. ``id_reference`` is what was seen of them, such as a license with its number.

    ``language``: of `SPOKEN`, in which the receipt is where no account says another; empty for English.
    """

    name: str = ""
    phone: str = ""
    id_reference: str = ""
    language: str = ""

    def facts(self) -> dict[str, str]:
        """As it stands in a line's body; what is empty is left out, but for the name."""
        more = {"payor_phone": self.phone, "payor_id": self.id_reference, "payor_language": self.language}
        return {"payor": self.name} | {key: text for key, text in more.items() if text}


MEMBER_PAYS = Payor()


def read_payor(said: Mapping[str, Any]) -> Payor:
    """The inverse of `Payor.facts`, from the facts that hold them. Raises KeyError."""
    return Payor(
        name=said["payor"],
        phone=said.get("payor_phone", ""),
        id_reference=said.get("payor_id", ""),
        language=said.get("payor_language", ""),
    )


def check_payor(payor: Payor) -> Payor:
    """The payor as may be kept. Raises Refused with the field's sentence."""
    name = safe_text(payor.name, "The payor's name")
    phone = safe_text(payor.phone, "The payor's phone", most=24)
    reference = safe_text(payor.id_reference, "The ID reference", most=60)
    if (phone or reference) and not name:
        raise Refused("Enter the payor's name, too.")
    if phone and not _PHONE.fullmatch(phone):
        raise Refused("Enter the payor's phone in digits, like 510-555-0134, or leave it empty.")
    if payor.language not in ("", *SPOKEN):
        raise Refused(f"A receipt is written in one of these: {', '.join(SPOKEN)}.")
    return Payor(name=name, phone=phone, id_reference=reference, language=payor.language)
