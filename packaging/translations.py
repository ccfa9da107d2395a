"""Makes resources/translations: the English plurals, which are a translation like any other.

Qt's ``tr("%n word(s)", "", n)`` shows its source text until a catalogue says what one and many are called.
Run through ``make translations`` after texts with ``%n`` changed.
"""

import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

ROOT = Path(__file__).parent.parent
CATALOGUE = ROOT / "resources" / "translations" / "archive_app_en.ts"
SINGULARS = {
    "%n words": "%n word",
    "%Ln articles": "%Ln article",
    "%Ln passages": "%Ln passage",
    "%Ln results": "%Ln result",
    "%Ln queries": "%Ln query",
    "%Ln line(s) left out, see their notes": "%Ln line left out, see its note",
    "%Ln passage(s) on the same words get the tag": "%Ln passage on the same words gets the tag",
    "%Ln article(s) have values that are not applied.": "%Ln article has values that are not applied.",
    "%Ln cell(s) cannot be stored; they are marked.": "%Ln cell cannot be stored; it is marked.",
    "%Ln of them could not be stored then; they are marked.": (
        "%Ln of them could not be stored then; it is marked."
    ),
    "%Ln file name(s) do not fit the pattern.": "%Ln file name does not fit the pattern.",
    "{shown} of %Ln articles": "{shown} of %Ln article",
    "{shown} of %Ln passages": "{shown} of %Ln passage",
    "%n line(s) struck through below may not belong to this article": (
        "%n line struck through below may not belong to this article"
    ),
}


def forms(source: str) -> tuple[str, str]:
    """Return what one and many are called."""
    return SINGULARS.get(source, source.replace("(s)", "")), source.replace("(s)", "s")


def main() -> int:
    tools = Path(sys.executable).parent
    update = [str(tools / "pyside6-lupdate"), "-pluralonly", "-no-obsolete", "-locations", "none"]
    CATALOGUE.parent.mkdir(exist_ok=True)
    sources = sorted(str(path) for path in (ROOT / "archive_app" / "gui").rglob("*.py"))
    subprocess.run([*update, *sources, "-ts", str(CATALOGUE)], check=True, capture_output=True)
    tree = ElementTree.parse(CATALOGUE)
    tree.getroot().set("language", "en")
    for message in tree.iter("message"):
        translation = message.find("translation")
        assert translation is not None
        translation.attrib.pop("type", None)
        source = message.findtext("source", "")
        for element, text in zip(translation.findall("numerusform"), forms(source), strict=True):
            element.text = text
    body = ElementTree.tostring(tree.getroot(), encoding="unicode")
    CATALOGUE.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{body}\n', "utf-8")
    compiled = CATALOGUE.with_suffix(".qm")
    subprocess.run(
        [str(tools / "pyside6-lrelease"), str(CATALOGUE), "-qm", str(compiled)],
        check=True,
        capture_output=True,
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
