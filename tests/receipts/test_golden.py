"""What was printed once is printed the same for ever: every paper's letters, bytes and ink, and pictures of some."""

import pytest
from PIL import Image, ImageChops

from receipts.printers.sheet import LINE_DOTS
from tests.receipts.golden import FOLDER, PICTURED, kept, kept_file, picture_file, picture_of
from tests.receipts.kept import documents


@pytest.mark.parametrize("name", documents())
def test_a_kept_paper_still_prints_the_same_line_by_line(name: str) -> None:
    assert kept(documents()[name]).splitlines() == kept_file(name).read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(("name", "columns"), PICTURED)
def test_a_kept_picture_is_what_the_paper_looks_like(name: str, columns: int) -> None:
    made = picture_of(documents()[name], columns)
    with Image.open(picture_file(name, columns)) as pictured:
        assert made.size == pictured.size
        differs = ImageChops.logical_xor(made, pictured.convert("1")).getbbox()

    assert differs is None, f"from line {differs[1] // LINE_DOTS} on"


def test_no_paper_is_kept_that_is_made_no_more() -> None:
    made = {*map(kept_file, documents()), *(picture_file(*which) for which in PICTURED)}

    assert set(FOLDER.iterdir()) == made
