from pathlib import Path

import pytest
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication, QRawFont

ROOT = Path(__file__).resolve().parents[2]
FONTS = sorted((ROOT / "resources" / "fonts").rglob("*.ttf"))
KIB = 1024


def characters_missing(font: Path, text: str) -> str:
    raw = QRawFont(str(font), 16)
    return "".join(character for character in text if not raw.supportsCharacter(ord(character)))


@pytest.mark.parametrize(
    ("family", "weights", "styles"),
    [
        ("Inter", {400, 500, 600}, {QFont.Style.StyleNormal}),
        ("Literata", {400, 600}, {QFont.Style.StyleNormal, QFont.Style.StyleItalic}),
        ("Noto Naskh Arabic", {400, 600}, {QFont.Style.StyleNormal}),
    ],
)
def test_the_bundled_fonts_give_qt_three_families(
    qapp: QGuiApplication, family: str, weights: set[int], styles: set[QFont.Style]
) -> None:
    loaded = [QFontDatabase.addApplicationFont(str(font)) for font in FONTS]
    try:
        assert -1 not in loaded
        fonts = [QFontDatabase.font(family, style, 12) for style in QFontDatabase.styles(family)]
        assert {int(font.weight().value) for font in fonts} >= weights
        assert {font.style() for font in fonts} >= styles
    finally:
        for number in loaded:
            QFontDatabase.removeApplicationFont(number)


@pytest.mark.parametrize(
    "font", [font for font in FONTS if font.parent.name != "noto-naskh-arabic"], ids=lambda font: font.stem
)
def test_european_languages_and_typography_are_covered(qapp: QGuiApplication, font: Path) -> None:
    text = "AzÄßéñøłčşžőț ΑΩάώ АЯїѓ Ếự “”‘’„«»–—…·•€£ ½ → ← ↑ ↓ −×\u00a0"
    assert characters_missing(font, text) == ""


def test_keys_are_named_in_the_interface_font(qapp: QGuiApplication) -> None:
    for font in FONTS:
        if font.parent.name == "inter":
            assert characters_missing(font, "⌘⇧⌥⌃↵✓✗") == ""


def test_arabic_persian_and_urdu_letters_are_covered(qapp: QGuiApplication) -> None:
    for font in FONTS:
        if font.parent.name == "noto-naskh-arabic":
            assert (
                characters_missing(font, "ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأؤإئةى پچژگکی ٹڈڑں ،؛؟ ٠١٢٣٤٥٦٧٨٩ ًٌٍَُِّْ")
                == ""
            )


def test_the_fonts_stay_small() -> None:
    sizes = [font.stat().st_size for font in FONTS]
    assert len(sizes) == 8
    assert max(sizes) <= 250 * KIB
    assert sum(sizes) <= 2.5 * KIB * KIB


def test_every_family_carries_its_licence() -> None:
    for family in {font.parent for font in FONTS}:
        licence = (family / "OFL.txt").read_text(encoding="utf-8")
        assert licence.startswith("Copyright 20")
        assert "SIL OPEN FONT LICENSE Version 1.1" in licence
        assert "with Reserved Font Name" not in licence.splitlines()[0]
