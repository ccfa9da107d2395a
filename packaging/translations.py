"""Makes resources/translations: the English plurals, which are a translation like any other.

Qt's ``tr("%n word(s)", "", n)`` shows its source text until a catalogue says what one and many are called.
Run through ``make translations`` after texts with ``%n`` changed.
"""

import ast
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator, Sequence
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
    "%Ln article(s) are no longer there.": "%Ln article is no longer there.",
    "%Ln article(s) were changed by something else meanwhile.": (
        "%Ln article was changed by something else meanwhile."
    ),
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


def counted_in_functions(sources: Sequence[Path]) -> Iterator[tuple[str, str]]:
    """Yield context and text of each ``translate(context, text, "", n)``, which pyside6-lupdate overlooks."""
    for source in sources:
        for node in ast.walk(ast.parse(source.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or len(node.args) != 4:
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            context, text = node.args[:2]
            if name == "translate" and isinstance(context, ast.Constant) and isinstance(text, ast.Constant):
                yield str(context.value), str(text.value)


def add_message(root: ElementTree.Element, context: str, text: str) -> None:
    """Add a text with its plural to a catalogue, unless it is there."""
    of_name = (one for one in root.iter("context") if one.findtext("name") == context)
    group = next(of_name, None)
    if group is None:
        group = ElementTree.SubElement(root, "context")
        ElementTree.SubElement(group, "name").text = context
    if any(message.findtext("source") == text for message in group.iter("message")):
        return
    message = ElementTree.SubElement(group, "message", numerus="yes")
    ElementTree.SubElement(message, "source").text = text
    translation = ElementTree.SubElement(message, "translation")
    for _ in forms(text):
        ElementTree.SubElement(translation, "numerusform")


def main() -> int:
    tools = Path(sys.executable).parent
    update = [str(tools / "pyside6-lupdate"), "-pluralonly", "-no-obsolete", "-locations", "none"]
    CATALOGUE.parent.mkdir(exist_ok=True)
    sources = sorted((ROOT / "archive_app" / "gui").rglob("*.py"))
    subprocess.run([*update, *map(str, sources), "-ts", str(CATALOGUE)], check=True, capture_output=True)
    tree = ElementTree.parse(CATALOGUE)
    tree.getroot().set("language", "en")
    for context, text in counted_in_functions(sources):
        add_message(tree.getroot(), context, text)
    for group in tree.getroot():
        ElementTree.indent(group, " " * 4)
        group.tail = "\n"
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
