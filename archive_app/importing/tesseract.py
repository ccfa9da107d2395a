"""Reading text in pictures with Tesseract, where it is installed on the computer.

Tesseract is a program of its own. It is looked for and asked for its languages before the process that reads
files is confined; there it is the one program that may be run, with its own limit of time, the picture on its
standard input and the text on its standard output.
"""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from archive_app.importing.documents.hyphens import Vocabulary
from archive_app.importing.reader import Unreadable
from archive_app.model.errors import Refused

NOT_INSTALLED = (
    "Scanned pages cannot be read here, because Tesseract is not installed. Install it with the languages "
    "that you need, then try again."
)
_ELSEWHERE = (
    # Where installers put it without telling the search path.
    r"C:\Program Files\Tesseract-OCR\tesseract.exe",
    "/opt/homebrew/bin/tesseract",
    "/usr/local/bin/tesseract",
    "/opt/local/bin/tesseract",
)
_NO_LANGUAGES = frozenset(("osd", "equ", "snum"))
_MOST_LANGUAGES = 3
"""Used at once when nobody chose: each makes it slower and surer of nonsense."""
_WORD_LEVEL = "5"
_LEAST_SURE = 50.0
"""Of 100: below it mostly is no text, or text in letters it does not know."""
_ASKING_SECONDS = 10


OCR_LANGUAGES = "ocr_languages"
"""The setting that says in which languages pictures are read: codes joined by ``+``."""


@dataclass(frozen=True, slots=True)
class Tesseract:
    """Tesseract as it is installed here."""

    program: str
    """Its absolute path."""
    languages: tuple[str, ...]
    """Those it can read, in its own codes: ``eng``, ``deu`` …"""

    def read(self, picture: bytes, languages: str = "", *, seconds: float = 25.0) -> tuple[str, ...]:
        """Return the paragraphs found in a picture (a grey ``P5``), hyphenation at line ends undone.

        ``languages`` are codes joined by ``+``; without any, up to three of those installed are used.

        Raises:
            Unreadable: It has not all of these languages, failed, or took longer than ``seconds``.
        """
        command = [
            self.program, "stdin", "stdout", "--dpi", "300", "--psm", "3",
            "-l", self._chosen(languages), "tsv",
        ]  # fmt: skip
        try:
            done = subprocess.run(
                command, input=picture, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=seconds,
                env={**os.environ, "OMP_THREAD_LIMIT": "1"}, check=True,
            )  # fmt: skip
        except subprocess.TimeoutExpired as error:
            raise Unreadable(f"Tesseract took longer than {seconds:g} seconds over a page.") from error
        except (OSError, subprocess.SubprocessError) as error:
            raise Unreadable(f"Tesseract failed on a page ({type(error).__name__}).") from error
        paragraphs, confidence = paragraphs_of(done.stdout.decode("utf-8", "replace"))
        if paragraphs and confidence < _LEAST_SURE:
            raise Unreadable(
                "Tesseract could make no sense of a page. It may be in another language than "
                f"{', '.join(self.languages)}, which are installed."
            )
        return paragraphs

    def _chosen(self, languages: str) -> str:
        wanted = [code for code in languages.split("+") if code]
        missing = [code for code in wanted if code not in self.languages]
        if missing:
            raise Unreadable(
                f"Tesseract cannot read {', '.join(missing)} here; it has {', '.join(self.languages)}. "
                "Install the language or choose another."
            )
        english_first = sorted(self.languages, key=lambda code: code != "eng")
        return "+".join(wanted or english_first[:_MOST_LANGUAGES])


def find_tesseract() -> Tesseract | None:
    """Return Tesseract where it is installed and has a language; it is asked, which takes milliseconds."""
    program = shutil.which("tesseract") or next((path for path in _ELSEWHERE if Path(path).is_file()), "")
    if not program:
        return None
    program = str(Path(program).absolute())
    try:
        listed = subprocess.run(
            [program, "--list-langs"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, timeout=_ASKING_SECONDS, check=True,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return None
    lines = listed.stdout.decode("utf-8", "replace").splitlines()[1:]
    languages = tuple(line.strip() for line in lines if line.strip() and line.strip() not in _NO_LANGUAGES)
    return Tesseract(program, languages) if languages else None


def known_languages(written: str, tesseract: Tesseract | None) -> str:
    """Return codes as the setting takes them, from ``deu+eng`` or ``deu, eng``.

    Raises:
        Refused: Tesseract is not installed, or lacks one of them.
    """
    if tesseract is None:
        raise Refused(NOT_INSTALLED)
    wanted = [code for code in re.split(r"[+,;\s]+", written) if code]
    missing = [code for code in wanted if code not in tesseract.languages]
    if missing or not wanted:
        raise Refused(
            f"Tesseract cannot read {', '.join(missing) or 'no language'} here. It has "
            f"{', '.join(tesseract.languages)}; install others, or choose from these."
        )
    return "+".join(dict.fromkeys(wanted))


def paragraphs_of(table: str) -> tuple[tuple[str, ...], float]:
    """Read Tesseract's table of words: the paragraphs they form, and how sure it is of them, of 100."""
    sure: list[float] = []
    found: dict[tuple[str, ...], dict[str, list[str]]] = {}
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) == 12 and cells[0] == _WORD_LEVEL and cells[11].strip():
            sure.append(float(cells[10]))
            found.setdefault(tuple(cells[1:4]), {}).setdefault(cells[4], []).append(cells[11].strip())
    written = [[" ".join(words) for words in lines.values()] for lines in found.values()]
    vocabulary = Vocabulary(line for paragraph in written for line in paragraph)
    joined: list[str] = []
    for paragraph in written:
        text = ""
        for line in paragraph:
            text = vocabulary.joined(text, line)
        if any(character.isalnum() for character in text):
            joined.append(text)
    return tuple(joined), sum(sure) / len(sure) if sure else 0.0
