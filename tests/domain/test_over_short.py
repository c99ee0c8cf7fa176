"""Over and short is said fairly: no word about few shifts, none about one bad day, and one about a real leaning."""

from math import comb

from hypothesis import given
from hypothesis import strategies as some

from cashier.domain.money import ZERO, Money
from cashier.domain.over_short import LEAST, trend_of


def cents(*amounts: int) -> list[Money]:
    return [Money(amount) for amount in amounts]


def test_few_shifts_say_nothing_however_bad_they_were() -> None:
    trend = trend_of(cents(-10_000, -20_000, 0))

    assert (trend.shifts, trend.short, trend.over, trend.net, trend.gross) == (3, 2, 0, Money(-30_000), Money(30_000))
    assert trend.words == "3 shifts: 2 short, 0 over, together $300.00 short. Too few to say more; 10 are looked at."
    assert trend.median is None, "a figure is a word, too"
    assert trend_of(cents(5)).words.startswith("1 shift: 0 short, 1 over")


def test_one_bad_day_among_many_is_nothing_unusual() -> None:
    trend = trend_of(cents(-50_000, *[0] * 19))

    assert (trend.median, trend.low, trend.high) == (ZERO, ZERO, ZERO)
    assert trend.words.endswith(
        "The shift in the middle was even, and that is 95 % sure to be the usual. Nothing unusual."
    )


def test_a_leaning_is_called_one_and_only_on_its_side() -> None:
    assert "Leans short" in trend_of(cents(*range(-20, -5))).words
    assert "Leans over" in trend_of(cents(*range(6, 20))).words
    assert "Nothing unusual" in trend_of(cents(*range(-10, 11))).words


def test_two_in_the_middle_lean_to_neither_side() -> None:
    """The lower one would make everybody look short."""
    assert trend_of(cents(*[-1_000] * 6, *[1_000] * 6)).median == ZERO
    assert trend_of(cents(*[-25] * 5, *[0] * 5)).median == Money(-12)
    assert trend_of(cents(*[25] * 5, *[0] * 5)).median == Money(12)


def test_all_of_it_is_said_in_words() -> None:
    assert trend_of(cents(*range(-1_500, -500, 100), *[0] * 10)).words == (
        "20 shifts: 10 short, 0 over, together $105.00 short. The shift in the middle was $3.00 short; the usual is "
        "95 % sure to lie between $10.00 short and even. Nothing unusual."
    )


def test_the_interval_is_the_textbooks() -> None:
    """For 20 values: from the sixth to the fifteenth (Conover, table A3)."""
    trend = trend_of(cents(*range(1, 21)))

    assert (trend.low, trend.high) == (Money(6), Money(15))
    assert trend_of(cents(*range(1, 12))).median == Money(6), "of eleven the sixth"


def test_the_interval_is_as_narrow_as_it_may_be_for_every_number_of_shifts() -> None:
    for count in range(LEAST, 200):
        trend = trend_of(cents(*range(1, count + 1)))
        assert trend.low is not None
        assert _outside(count, trend.low.cents) <= 0.05 < _outside(count, trend.low.cents + 1)


@given(some.lists(some.integers(-(10**6), 10**6), min_size=LEAST, max_size=200))
def test_the_interval_holds_the_median_and_leaves_at_most_five_percent_outside(amounts: list[int]) -> None:
    trend = trend_of(cents(*amounts))
    in_order = sorted(amounts)

    assert trend.low is not None
    assert trend.high is not None
    assert trend.median is not None
    assert trend.low <= trend.median <= trend.high
    reach = next(place for place in range(len(in_order), 0, -1) if _outside(len(in_order), place) <= 0.05)
    assert (trend.low.cents, trend.high.cents) == (in_order[reach - 1], in_order[-reach])


def _outside(count: int, reach: int) -> float:
    """How likely the middle of all lies beyond the values that stand at ``reach`` from both ends."""
    return float(2 * sum(comb(count, place) for place in range(reach)) / 2**count)
