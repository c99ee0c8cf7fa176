"""The languages members read, by name, and in which of them receipts, letters, covers and agreements come."""

from collections.abc import Mapping
from types import MappingProxyType

SPOKEN = ("en", "es", "zh", "zh-Hant", "vi", "tl", "ko", "hy", "ru")
_TRADITIONAL = ("HANT", "TW", "HK", "MO")  # How tags say that Chinese is read in traditional letters.
_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "en": "English",
        "es": "Spanish",
        "zh": "Chinese",
        "zh-Hant": "Chinese, traditional",
        "ko": "Korean",
        "vi": "Vietnamese",
        "tl": "Tagalog",
        "fil": "Filipino",
        "hy": "Armenian",
        "ru": "Russian",
        "fa": "Farsi",
        "hi": "Hindi",
    }
)


def language_name(code: str) -> str:
    """``Spanish`` for ``es-MX``; empty for one that has no name here."""
    return _NAMES.get(code) or _NAMES.get(code.partition("-")[0], "")


def spoken_in(code: str) -> str:
    """The language of `SPOKEN` in which this reader gets papers and sees amounts."""
    base, _, rest = code.partition("-")
    if base == "fil":  # Filipino is Tagalog, as the Philippines made it their own language.
        return "tl"
    if base == "zh" and rest.upper().startswith(_TRADITIONAL):
        return "zh-Hant"
    return base if base in SPOKEN else "en"


def why_english(code: str) -> str:
    """What is to be known before a paper for this reader comes out in English; empty where it is in their language."""
    if code.partition("-")[0] in (*SPOKEN, "fil"):
        return ""
    reads = language_name(code) or "this language"
    return f"It comes in English: no paper is written in {reads}. Offer an interpreter."
