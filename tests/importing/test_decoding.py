import struct
from random import Random

import pytest

from archive_app.importing.decoding import decode
from archive_app.importing.reader import Unreadable

GERMAN = (
    "Die Behörden wiesen die Vorwürfe am Dienstag zurück: „Wir haben nicht geschossen“, hieß es in Tavira."
)
RUSSIAN = (
    "Командование отвергло обвинения и заявило, что не обстреливало жилые кварталы города в воскресенье."
)
POLISH = "Władze odrzuciły oskarżenia i oświadczyły, że nie ostrzeliwały dzielnic mieszkalnych żadną rakietą."
ARABIC = "نفت القيادة الاتهامات وقالت إنها لم تقصف أي حي سكني في المدينة يوم الأحد"
GREEK = "Η διοίκηση απέρριψε τις κατηγορίες και δήλωσε ότι δεν βομβάρδισε κατοικημένες περιοχές της πόλης."
HEBREW = "המפקדה דחתה את ההאשמות והודיעה כי לא הפגיזה שכונות מגורים בעיר ביום ראשון."
JAPANESE = "司令部は非難を退け、日曜日に市内の住宅地を砲撃していないと述べた。監視員も砲弾を見ていない。"
FRENCH = "Le commandement a rejeté les accusations dimanche, où l'été est déjà là, et n'a touché aucun élève."
CHINESE = "指挥部否认了这些指控,并表示星期天没有炮击城市的任何居民区,观察员也没有看到火箭弹。"


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
    ],
)
def test_unicode_in_every_form_is_read(encoding: str, found: str) -> None:
    decoded = decode(GERMAN.encode(encoding))
    assert (decoded.text, decoded.encoding, decoded.warnings) == (GERMAN, found, ())


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (GERMAN, "cp1252"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (ARABIC, "cp1256"),
        (CHINESE, "gb18030"),
        (POLISH, "cp1250"),
    ],
)
def test_an_undeclared_old_encoding_is_guessed_and_said(text: str, encoding: str) -> None:
    decoded = decode(((text + "\n") * 6).encode(encoding))
    assert decoded.text == (text + "\n") * 6
    assert "not declared" in decoded.warnings[0]


@pytest.mark.parametrize("text", [RUSSIAN, ARABIC, CHINESE, GREEK, HEBREW, JAPANESE, POLISH])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_known_in_every_script(text: str, encoding: str) -> None:
    decoded = decode(f"{text}\n\n{text}\n".encode(encoding))
    assert (decoded.text, decoded.encoding, decoded.warnings) == (f"{text}\n\n{text}\n", encoding, ())


def test_numbers_and_programs_are_not_taken_for_utf16() -> None:
    for content in (
        struct.pack("<4000H", *range(4000)),
        struct.pack("<2000I", *range(100_000, 102_000)),
        struct.pack("<1000d", *(number / 7 for number in range(1000))),
        Random(4).randbytes(8000),
    ):
        with pytest.raises(Unreadable, match="binary"):
            decode(content)


@pytest.mark.parametrize(
    ("text", "encoding", "declared"),
    [
        (JAPANESE, "iso2022_jp", ""),
        (JAPANESE, "iso2022_jp", "ISO-2022-JP"),
        (JAPANESE, "iso2022_jp", "utf-8"),
        (CHINESE.replace("，", ","), "hz", "hz-gb-2312"),
        (RUSSIAN, "utf-7", "utf-7"),
    ],
)
def test_encodings_that_look_like_ascii_are_read(text: str, encoding: str, declared: str) -> None:
    assert decode(text.encode(encoding), declared).text == text


def test_plain_ascii_stays_as_it_is_whatever_it_declares() -> None:
    for declared in ("iso-2022-jp", "iso-2022-kr", "euc-jp", "utf-16"):
        assert decode(b"Shots ~ and + and - held.\n", declared).text == "Shots ~ and + and - held.\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(POLISH, "cp1250"), (POLISH, "iso8859-2"), (FRENCH, "mac_roman")],
)
def test_letters_that_make_no_sense_within_words_tell_an_encoding(text: str, encoding: str) -> None:
    assert decode(((text + "\n") * 3).encode(encoding, "ignore")).text == (text + "\n") * 3


def test_of_a_text_in_two_encodings_both_are_read() -> None:
    decoded = decode(f"{GERMAN}\n".encode() + f"{GERMAN}\n".encode("cp1252"))
    assert decoded.text == f"{GERMAN}\n" * 2
    assert "mixes encodings" in decoded.warnings[0]


def test_utf16_that_is_cut_off_within_a_character_is_read() -> None:
    decoded = decode((ARABIC * 3).encode("utf-16-le")[:-1])
    assert decoded.text == (ARABIC * 3)[:-1] + "\ufffd"


@pytest.mark.parametrize("declared", ["us-ascii", "iso-8859-1", "windows-1252"])
def test_a_text_of_another_script_is_not_believed_to_be_western(declared: str) -> None:
    decoded = decode(((RUSSIAN + "\n") * 4).encode("koi8-r"), declared)
    assert decoded.text == (RUSSIAN + "\n") * 4
    assert declared in decoded.warnings[0]


def test_a_few_accents_are_taken_for_western() -> None:
    assert decode("Caf\xe9 am Markt, f\xfcr alle".encode("latin-1")).text == "Café am Markt, für alle"


def test_a_declared_encoding_counts_when_it_is_not_utf8() -> None:
    decoded = decode(POLISH.encode("iso-8859-2"), "ISO-8859-2")
    assert (decoded.text, decoded.encoding, decoded.warnings) == (POLISH, "iso8859-2", ())


def test_a_file_that_declares_latin1_and_is_utf8_is_read_as_utf8() -> None:
    assert decode(GERMAN.encode(), "ISO-8859-1").text == GERMAN


def test_latin1_is_read_as_browsers_do() -> None:
    assert decode("“so”".encode("cp1252"), "iso-8859-1").text == "“so”"


def test_a_declaration_that_makes_no_sense_is_ignored() -> None:
    for nonsense in ("klingon", "base64", "utf-16", "unicode_escape", "\0", "x" * 500):
        assert decode(GERMAN.encode("cp1252"), nonsense).text == GERMAN


def test_a_text_cut_off_within_a_character_stays_utf8() -> None:
    decoded = decode(RUSSIAN.encode()[:-1])
    assert decoded.text == RUSSIAN[:-1] + "." or decoded.text.startswith(RUSSIAN[:-2])
    decoded = decode("Мира".encode()[:-1])
    assert decoded.encoding == "utf-8"
    assert "damaged" in decoded.warnings[0]


def test_a_stray_byte_does_not_spoil_the_rest() -> None:
    decoded = decode(RUSSIAN.encode() + b"\xff" + RUSSIAN.encode())
    assert decoded.text == RUSSIAN + "\ufffd" + RUSSIAN
    assert "1 damaged" in decoded.warnings[0]


def test_binary_is_refused() -> None:
    with pytest.raises(Unreadable, match="binary"):
        decode(bytes(range(256)) * 40)


def test_a_stray_nul_is_pointed_out() -> None:
    assert "NUL" in decode(GERMAN.encode() * 5 + b"\0").warnings[0]


def test_a_declaration_that_does_not_hold_is_named() -> None:
    decoded = decode(GERMAN.encode("cp1252"), "UTF-8")
    assert decoded.text == GERMAN
    assert decoded.warnings == (
        "It declares the encoding “UTF-8” but cannot be read in it; cp1252 was taken as the most likely.",
    )
