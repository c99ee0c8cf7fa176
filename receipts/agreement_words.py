"""Every word of agreements and applications, in each language they can be said in: `agreement_glossary.tsv`.

What the law wants word for word is not here: it is said as it is written.
"""

from dataclasses import dataclass
from types import MappingProxyType

from receipts.glossary import read_glossary
from receipts.words import receipt_language


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementWords:
    """One language. What stands in braces is filled in."""

    extension: str
    was_due: str
    now_due: str
    extension_says: str
    plan: str
    balance: str
    installments: str
    each: str
    last: str
    first: str
    free: str
    miss: str
    early: str
    member_signs: str
    center_signs: str
    date: str
    application: str
    send_to: str
    enclose: str
    proofs: tuple[str, str, str]
    by_phone: str
    online: str
    complaint: str
    alliance: str


AGREEMENT_WORDS = MappingProxyType(dict(read_glossary("agreement_glossary.tsv", AgreementWords)))


def agreement_words(language: str) -> AgreementWords:
    """The words of a reader's language; English where there are none, or no letters to draw them with."""
    return AGREEMENT_WORDS[receipt_language(language)]
