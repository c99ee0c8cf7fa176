"""Names as the finder sees them: folded words, and one key for each word with the others behind it."""

from dataclasses import dataclass

from cashier.domain.scan import fold

WORDS_MOST = 12
PREFIX_LENGTH = 3
_BAR = "|"


@dataclass(frozen=True, slots=True)
class NameKey:
    """A name with its words turned so that one of them stands first. ``given``: 0 if that is a family name, else 1."""

    given: int
    key: str

    @property
    def prefixes(self) -> tuple[str, ...]:
        """The first word's first one, two and three letters."""
        first = self.key.partition(" ")[0][:PREFIX_LENGTH]
        return tuple(first[:length] for length in range(1, len(first) + 1))


def folded_name(family_name: str, given_names: str) -> str:
    """``tran|mai linh``; at most ``WORDS_MOST`` words, and one name may be empty."""
    family = fold(family_name).split()[:WORDS_MOST]
    given = fold(given_names).split()[: WORDS_MOST - len(family)]
    return f"{' '.join(family)}{_BAR}{' '.join(given)}"


def keys_of(folded: str) -> tuple[NameKey, ...]:
    """A folded name's keys, one a word: ``tran mai linh``, ``mai linh tran``, ``linh tran mai``."""
    family, _, given = folded.partition(_BAR)
    words = family.split() + given.split()
    family_words = len(family.split())
    return tuple(
        NameKey(int(place >= family_words), " ".join(words[place:] + words[:place])) for place in range(len(words))
    )


def fits(words: tuple[str, ...], name_words: tuple[str, ...]) -> bool:
    """Whether each of ``words`` begins a name word, and no name word is needed twice."""
    if not words:
        return True
    if len(words) > len(name_words):
        return False
    return any(
        name.startswith(words[0]) and fits(words[1:], name_words[:place] + name_words[place + 1 :])
        for place, name in enumerate(name_words)
    )


def rank(words: tuple[str, ...], folded: str) -> tuple[int, str]:
    """How well a name that fits answers: family names first, then in the order of the name from the first word on."""
    keys = keys_of(folded)
    return min(
        ((key.given, key.key) for key in keys if not words or key.key.startswith(words[0])),
        default=(1, folded),
    )
