"""A name is found by any of its words, in any order, and by none twice."""

from cashier.domain.names import NameKey, fits, folded_name, keys_of, rank

LINH = "tran|mai linh"


def test_a_name_is_folded_with_a_bar_between_family_and_given_names_and_has_twelve_words_at_most() -> None:
    assert folded_name("Trần", "Mai Linh") == LINH
    assert folded_name("a b c d e f g h i j k", "l m") == "a b c d e f g h i j k|l"
    assert folded_name("a b c d e f g h i j k l m", "n") == "a b c d e f g h i j k l|"


def test_each_word_has_a_key_that_begins_with_it_and_family_names_come_first() -> None:
    assert keys_of(LINH) == (NameKey(0, "tran mai linh"), NameKey(1, "mai linh tran"), NameKey(1, "linh tran mai"))
    assert keys_of("|mai") == (NameKey(1, "mai"),)
    assert keys_of("|") == ()


def test_the_first_one_two_and_three_letters_of_a_key_find_it() -> None:
    assert NameKey(0, "tran mai linh").prefixes == ("t", "tr", "tra")
    assert NameKey(0, "li mai").prefixes == ("l", "li")


def test_a_name_fits_when_each_word_begins_another_word_of_it() -> None:
    name = ("tran", "mai", "linh")
    assert fits((), ())
    assert fits(("linh", "tran", "mai"), name)
    assert fits(("m",), name)
    assert not fits(("mai", "linh", "tran", "tran"), name)
    assert not fits(("ma", "mai"), name), "one word of the name is not enough for two"
    assert fits(("ma", "mai"), ("mai", "tran", "mai"))
    assert not fits(("tran", "ran"), name), "only the beginning of a word counts"
    assert not fits(("ai", "tran"), name)


def test_a_word_may_leave_the_only_word_that_fits_to_the_next() -> None:
    assert fits(("ma", "mai"), ("mai", "mary"))
    assert not fits(("ma", "mai"), ("mary", "mark"))


def test_what_is_a_family_name_ranks_before_what_is_a_given_name() -> None:
    assert rank(("mai",), LINH) == (1, "mai linh tran")
    assert rank(("tran",), LINH) == rank((), LINH) == (0, "tran mai linh")
    assert rank(("t",), "tran|thi") == (0, "tran thi"), "of two words that fit the family name counts"
    assert rank((), "|") == (1, "|"), "whoever has no name comes after all who have one"
