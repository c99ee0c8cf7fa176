"""A line's link covers all before it, its place, its desk and each of its bytes."""

from hypothesis import given
from hypothesis import strategies as st

from cashier.domain.chain import chained, first_link

BODIES = st.binary(max_size=40)


@given(st.lists(BODIES, min_size=1, max_size=6), st.data())
def test_any_change_of_any_line_changes_the_last_link(bodies: list[bytes], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(bodies) - 1))
    other = data.draw(BODIES.filter(lambda body: body != bodies[place]))

    assert _walk("OAK3", bodies) != _walk("OAK3", [*bodies[:place], other, *bodies[place + 1 :]])


@given(st.lists(BODIES, min_size=2, max_size=6, unique=True))
def test_swapped_or_missing_lines_change_the_last_link(bodies: list[bytes]) -> None:
    links = {_walk("OAK3", bodies), _walk("OAK3", bodies[::-1]), _walk("OAK3", bodies[1:]), _walk("OAK3", bodies[:-1])}

    assert len(links) == 4


def test_the_same_lines_of_another_desk_have_other_links() -> None:
    assert _walk("OAK3", [b"{}"]) != _walk("OAK4", [b"{}"])


def test_the_same_line_in_another_place_has_another_link() -> None:
    assert chained(first_link("OAK3"), 1, b"{}") != chained(first_link("OAK3"), 11, b"{}")
    assert chained("0" * 64, 1, b"1:{}") != chained("0" * 64, 11, b":{}")


def test_links_are_what_they_were_when_the_first_journal_was_written() -> None:
    assert first_link("OAK3") == "bf3c70a28e6c37cd3651589865310ea4e39195d1c164ce14010fd28d65fa07d2"
    assert chained(first_link("OAK3"), 1, b"{}") == "79421101bde68760839a302a8074cc2e9a738c50dd7410b98567ef72d4022940"


def _walk(desk: str, bodies: list[bytes]) -> str:
    link = first_link(desk)
    for sequence, body in enumerate(bodies, start=1):
        link = chained(link, sequence, body)
    return link
