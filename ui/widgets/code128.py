"""Code 128 (ISO/IEC 15417) as widths of bars and spaces, for the receipt on screen. Sets B and C are enough for us."""

# Bar, space, bar, space, bar, space: six widths for each of the values 0 to 105.
_PATTERNS = (
    "212222222122222221121223121322131222122213122312132212221213221312231212112232122132122231113222"
    "123122123221223211221132221231213212223112312131311222321122321221312212322112322211212123212321"
    "232121111323131123131321112313132113132311211313231113231311112133112331132131113123113321133121"
    "313121211331231131213113213311213131311123311321331121312113312311332111314111221411431111111224"
    "111422121124121421141122141221112214112412122114122411142112142211241211221114413111241112134111"
    "111242121142121241114212124112124211411212421112421211212141214121412121111143111341131141114113"
    "114311411113411311113141114131311141411131211412211214211232"
)
_PATTERN_LENGTH = 6
_STOP = "2331112"
_TO_SET_C = 99
_START_B = 104
_CHECK_MODULUS = 103
_DIGITS_WORTH_SET_C = 4


def widths(text: str) -> tuple[int, ...]:
    """Widths in modules, a bar first, then a space, and so on; quiet zones are the caller's.

    Raises ValueError for a text that's empty or has a character outside printable ASCII.
    """
    values = _values(text)
    check = (values[0] + sum(place * value for place, value in enumerate(values))) % _CHECK_MODULUS
    patterns = [_pattern(value) for value in (*values, check)]
    return tuple(int(width) for width in "".join((*patterns, _STOP)))


def _values(text: str) -> list[int]:
    """Start and data values: letters in set B, and a long even run of digits at the end in set C, two by two."""
    if not text or not all(" " <= character <= "~" for character in text):
        raise ValueError("A Code 128 text needs at least one character, all of them printable ASCII.")
    letters = text.rstrip("0123456789")
    digits = text[len(letters) :]
    if len(digits) % 2:
        letters, digits = letters + digits[0], digits[1:]
    if len(digits) < _DIGITS_WORTH_SET_C:
        letters, digits = text, ""
    values = [_START_B, *(ord(character) - ord(" ") for character in letters)]
    if digits:
        values.append(_TO_SET_C)
        values += [int(digits[place : place + 2]) for place in range(0, len(digits), 2)]
    return values


def _pattern(value: int) -> str:
    return _PATTERNS[value * _PATTERN_LENGTH : (value + 1) * _PATTERN_LENGTH]
