"""Documents written by hand: PDF objects, and zips as word processors pack them."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import pytest

from archive_app.importing.draft import Reading
from archive_app.importing.reader import Material
from archive_app.importing.reading import read_material

LETTERS = "  ابتثجحخدذرزسشصضطظعغفقكلمنهويةىءأإؤئ،."
"""What the characters of the third font stand for, from ``!`` on; the first is a space, too."""
_OF_LETTERS = (
    278, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500,
    278, 556, 500, 722, 500, 500, 500,
)  # fmt: skip
_WIDTHS = dict(zip(" abcdefghijklmnopqrstuvwxyz", _OF_LETTERS, strict=True))
_WIDTHS |= dict.fromkeys(".,:;!'", 278) | dict.fromkeys("-()", 333) | {"I": 278, "M": 833, "W": 944}


def width_of(text: str, size: float) -> float:
    """The width of a text in Helvetica, in points."""
    return (
        sum(_WIDTHS.get(character, 667 if character.isupper() else 556) for character in text) * size / 1000
    )


def wrapped(text: str, width: float, size: float) -> list[str]:
    """Fill lines with words, as a typesetter does who never hyphenates."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if width_of(longer, size) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


@dataclass
class Page:
    """One page of a :class:`Pdf`; positions are points from its lower left corner."""

    width: float = 595
    height: float = 842
    turned: int = 0
    operations: list[str] = field(default_factory=list)
    has_picture: bool = False

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float = 10,
        *,
        bold: bool = False,
        spread: float = 0,
        matrix: str = "",
    ) -> None:
        """Set a line; ``spread`` is added to every space, as in justified columns."""
        shown = text.encode("cp1252").hex()
        font = "F2" if bold else "F1"
        at = matrix or f"1 0 0 1 {x:.2f} {y:.2f}"
        self.operations.append(f"BT /{font} {size} Tf {spread:.3f} Tw {at} Tm <{shown}> Tj ET")

    def arabic(self, right: float, y: float, text: str, size: float = 10) -> None:
        """Set a line of Arabic as most programs do: its letters from left to right as they stand."""
        codes = bytes(LETTERS.index(letter) + 0x21 for letter in reversed(text))
        x = right - 0.5 * size * len(codes)
        self.operations.append(f"BT /F3 {size} Tf 1 0 0 1 {x:.2f} {y:.2f} Tm <{codes.hex()}> Tj ET")

    def column(
        self,
        x: float,
        top: float,
        width: float,
        lines: Sequence[str],
        size: float = 10,
        leading: float = 12,
        *,
        justified: bool = False,
        ends: Sequence[int] = (),
    ) -> float:
        """Set lines under each other, those at ``ends`` ragged, and return where the next would stand."""
        for place, line in enumerate(lines):
            room = width - width_of(line, size)
            spaces = line.count(" ")
            is_full = justified and place != len(lines) - 1 and place not in ends and spaces
            self.text(x, top - place * leading, line, size, spread=room / spaces if is_full else 0)
        return top - len(lines) * leading

    def picture(self) -> None:
        """Cover the page with a picture."""
        self.has_picture = True
        self.operations.append(f"q {self.width} 0 0 {self.height} 0 0 cm /P1 Do Q")


@dataclass
class Pdf:
    """A small writer of PDF documents, object by object."""

    pages: list[Page] = field(default_factory=list)
    info: Mapping[str, str] = field(default_factory=dict)
    catalog: str = ""
    picture: tuple[int, int, bytes] = (8, 8, bytes(range(0, 256, 4)))
    """Width, height and grey dots."""

    def page(self, **options: float) -> Page:
        """Add a page."""
        self.pages.append(Page(**options))  # type: ignore[arg-type]
        return self.pages[-1]

    def bytes(self) -> bytes:
        """Write it."""
        width, height, dots = self.picture
        objects: list[bytes] = [
            b"",
            b"",
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>",
            b"<</Type/Font/Subtype/Type1/BaseFont/Letters/Encoding/WinAnsiEncoding/ToUnicode 7 0 R"
            b"/FirstChar 33/LastChar 126/Widths[%b]>>" % (b"500 " * 94),
            b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8"
            b"/Length %d>>stream\n%b\nendstream" % (width, height, len(dots), dots),
            b"<</Length %d>>stream\n%b\nendstream" % (len(_to_unicode()), _to_unicode()),
        ]
        kids = []
        for page in self.pages:
            content = "\n".join(page.operations).encode()
            pictures = b"/XObject<</P1 6 0 R>>" if page.has_picture else b""
            objects.append(b"<</Length %d>>stream\n%b\nendstream" % (len(content), content))
            objects.append(
                b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %g %g]/Rotate %d/Contents %d 0 R"
                b"/Resources<</Font<</F1 3 0 R/F2 4 0 R/F3 5 0 R>>%b>>>>"
                % (page.width, page.height, page.turned, len(objects), pictures)
            )
            kids.append(b"%d 0 R" % len(objects))
        objects[0] = b"<</Type/Catalog/Pages 2 0 R%b>>" % self.catalog.encode()
        objects[1] = b"<</Type/Pages/Kids[%b]/Count %d>>" % (b" ".join(kids), len(kids))
        objects.append(b"<<%b>>" % b"".join(b"/%b<%b>" % (k.encode(), _hex(v)) for k, v in self.info.items()))
        return _file(objects)


def _to_unicode() -> bytes:
    rows = "\n".join(f"<{0x21 + place:02x}> <{ord(letter):04x}>" for place, letter in enumerate(LETTERS))
    return (
        "/CIDInit/ProcSet findresource begin 12 dict begin begincmap/CMapName/A def/CMapType 2 def\n"
        "1 begincodespacerange\n<00> <ff>\nendcodespacerange\n"
        f"{len(LETTERS)} beginbfchar\n{rows}\nendbfchar\nendcmap end end"
    ).encode()


def _hex(text: str) -> bytes:
    return b"feff" + text.encode("utf-16-be").hex().encode()


def _file(objects: Sequence[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root 1 0 R/Info %d 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1, len(objects), table,
    )  # fmt: skip
    return bytes(out)


@pytest.fixture
def pdf() -> Pdf:
    """An empty PDF to write pages into."""
    return Pdf()


@pytest.fixture(scope="session")
def lines_of() -> Callable[[str, float, float], list[str]]:
    """Fills lines of a width with a text."""
    return wrapped


@pytest.fixture(scope="session")
def read() -> Callable[[bytes], Reading]:
    """Reads a document by what it holds; its name says nothing."""
    return lambda content: read_material(Material("document.bin", content))


@pytest.fixture(scope="session")
def packed() -> Callable[[Mapping[str, str | bytes]], bytes]:
    """Packs files into a zip, in their order; one called ``mimetype`` unpacked."""

    def pack(files: Mapping[str, str | bytes]) -> bytes:
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, inside in files.items():
                kind = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
                archive.writestr(zipfile.ZipInfo(name), inside, kind)
        return content.getvalue()

    return pack
