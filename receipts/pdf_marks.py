"""What a PDF says besides what is seen: its language, its title, its parts, and the words behind drawn letters.

Who has it read aloud, copies or searches it gets what stands on the page, in its order.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFObjectReference, PDFString
from reportlab.pdfgen.canvas import Canvas


def name_file(canvas: Canvas, title: str) -> None:
    """Its title, which names no person and stands over the reader's window, and who made it."""
    canvas.setViewerPreference("DisplayDocTitle", "true")
    canvas.setTitle(title)
    canvas.setSubject(title)  # Without one, the library writes "unspecified".
    canvas.setAuthor("Counterfoil")
    canvas.setCreator("Counterfoil")


class Tags:
    """The parts of a file in their order, as a tagged PDF lists them (PDF 32000-1, 14.7 and 14.8)."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._pages: list[list[tuple[str, str]]] = [[]]

    @contextmanager
    def paragraph(self) -> Iterator[None]:
        """What is drawn within is read as words."""
        with self._part("P", ""):
            yield

    @contextmanager
    def figure(self, words: str) -> Iterator[None]:
        """What is drawn within is a picture, which these words describe."""
        with self._part("Figure", words):
            yield

    @contextmanager
    def ornament(self) -> Iterator[None]:
        """What is drawn within says nothing."""
        self._canvas.addLiteral("/Artifact BMC")
        yield
        self._canvas.addLiteral("EMC")

    def next_page(self) -> None:
        """Ends a page."""
        self._canvas.showPage()
        self._pages.append([])

    def save(self) -> None:
        """Ends the last page and the file."""
        self._canvas.showPage()
        self._list_parts()
        self._canvas.save()

    @contextmanager
    def _part(self, kind: str, words: str) -> Iterator[None]:
        marks = self._pages[-1]
        self._canvas.addLiteral(f"/{kind} <</MCID {len(marks)}>> BDC")
        marks.append((kind, words))
        yield
        self._canvas.addLiteral("EMC")

    def _list_parts(self) -> None:
        file = self._canvas._doc  # type: ignore[attr-defined]  # noqa: SLF001  # The library has no door to it.
        whole = PDFObjectReference("Tags.Document")
        parts, by_page = [], []
        for number, (page, marks) in enumerate(zip(file.Pages.pages, self._pages, strict=True)):
            refers = [
                file.Reference(_element(kind, words, whole, page=number, place=place), f"Tags.{number}.{place}")
                for place, (kind, words) in enumerate(marks)
            ]
            parts += refers
            by_page += [number, PDFArray(refers)]
            # The library's pages know no such entry: this one learns it.
            page.__NoDefault__ = [*page.__NoDefault__, "StructParents"]
            page.StructParents = number
        root = PDFObjectReference("Tags.Root")
        document = {"Type": PDFName("StructElem"), "S": PDFName("Document"), "P": root, "K": PDFArray(parts)}
        file.Reference(PDFDictionary(document), whole.name)
        tree = {"Type": PDFName("StructTreeRoot"), "K": whole}
        tree["ParentTree"] = PDFDictionary({"Nums": PDFArray(by_page)})
        file.Catalog.StructTreeRoot = file.Reference(PDFDictionary(tree), root.name)
        file.Catalog.MarkInfo = PDFDictionary({"Marked": "true"})


def _element(kind: str, words: str, whole: PDFObjectReference, *, page: int, place: int) -> PDFDictionary:
    said = {"Type": PDFName("StructElem"), "S": PDFName(kind), "P": whole, "K": place}
    said["Pg"] = PDFObjectReference(f"Page{page + 1}")  # As the library numbers them.
    if words:
        said["Alt"] = PDFString(words)
    return PDFDictionary(said)


@contextmanager
def stands_for(canvas: Canvas, text: str, left: float, baseline: float, columns: int) -> Iterator[None]:
    """What is drawn within stands for this text (PDF 32000-1, 14.9.4).

    It takes the place of spaces, as many as ``columns``, in the canvas's own font.
    """
    canvas.addLiteral(f"/Span <</ActualText <feff{text.encode('utf-16-be').hex()}>>> BDC")
    spaces = canvas.beginText(left, baseline)
    spaces.setTextRenderMode(3)
    spaces.textOut(" " * columns)
    spaces.setTextRenderMode(0)
    canvas.drawText(spaces)
    yield
    canvas.addLiteral("EMC")
