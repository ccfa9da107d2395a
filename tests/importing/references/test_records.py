import doctest

import pytest

from archive_app.importing.draft import Reading
from archive_app.importing.reader import Material
from archive_app.importing.reading import read_material
from archive_app.importing.references import matching, record
from archive_app.importing.references.matching import ArticleIdentity, Matcher, NoMatch
from archive_app.importing.references.reference import Reference

EBSCO = """Provider: EBSCO
Content: text/plain; charset="UTF-8"

TY  - JOUR
ID  - 134
T1  - The storm: a view
AU  - Müller, Anna
AU  - King, Martin Luther, Jr.
JF  - Coast Gazette
VL  - 3
Y1  - 2019/04/16/
N2  - It stormed.

And it stormed again.
T2  - A subtitle that is no journal
M3  - 10.1000/ABC.1
DB  - Academic Search
AN  - 134567
ER  - TY  - NEWS
TI  - Second
T2  - The Daily
DA  - 2019/04/17/
UR  - https://daily.example/second
ER  -
"""

ZOTERO = """TY  - NEWS
TI  - Ein Sturm
AU  - Schmidt, Jörg
T2  - Bergbote
AB  - Es stürmte.
CY  - Graz
DA  - 2019/04//
PY  - 2019
LA  - de-DE
SE  - Politik
ER  -

"""

BIBTEX = r"""@comment{by a reference manager}
@article{mueller2019,
  title = {The {B}erlin Storm: M{\"u}ller's \emph{view}},
  author = "M{\"u}ller, Hans and Jane Doe and others",
  journal = {Die Woche}, year = 2019, month = apr, doi = {https://doi.org/10.1234/AbC},
  abstract = {It stormed.}
}
@article{mueller2019, title = {The same key again}, year = {2018}}
@broken{ title = {x
@online{calm, title = {Calm}, date = {2019-04-16}, url = {https://calm.example/b}, langid = {german}}
"""


def read(name: str, text: str, encoding: str = "utf-8") -> Reading:
    return read_material(Material(name, text.encode(encoding)))


def test_examples_in_the_docstrings_hold() -> None:
    for module in (record, matching):
        assert doctest.testmod(module).failed == 0


def test_a_record_of_ebsco_is_understood_in_spite_of_its_flaws() -> None:
    first, second = read("export.txt", EBSCO).references
    assert first.title == "The storm: a view"
    assert first.authors == "Anna Müller; Martin Luther King, Jr."
    assert (first.outlet, first.published, first.doi) == ("Coast Gazette", "2019-04-16", "10.1000/abc.1")
    assert first.text == "It stormed.\n\nAnd it stormed again."
    assert first.database_id == "Academic Search: 134567"
    assert dict(first.fields)["Volume"] == "3"
    assert (second.title, second.outlet, second.url) == (
        "Second",
        "The Daily",
        "https://daily.example/second",
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_a_record_of_zotero_is_read_in_any_encoding(encoding: str, line_end: str) -> None:
    reading = read("zotero.ris", ZOTERO.replace("\n", line_end), encoding)
    (found,) = reading.references
    assert (found.title, found.outlet, found.authors) == ("Ein Sturm", "Bergbote", "Jörg Schmidt")
    assert (found.published, found.language, found.section) == ("2019-04", "de", "Politik")
    assert reading.reader == "RIS"


def test_tags_with_too_few_blanks_are_understood() -> None:
    (found,) = read("a.ris", "TY - NEWS\nTI - Storm\nPY - 2018\nER -\n").references
    assert (found.title, found.published) == ("Storm", "2018")


def test_a_record_without_title_is_named_and_the_next_is_read() -> None:
    reading = read("a.ris", "TY  - NEWS\nPY  - 2018\nER  - \nTY  - NEWS\nTI  - Storm\nER  - \n")
    assert [one.number for one in reading.references] == [2]
    assert [(item.number, item.reason) for item in reading.failed] == [
        (1, "Record 1 has neither a title nor a DOI.")
    ]


def test_entries_of_bibtex_are_read_and_a_damaged_one_is_named() -> None:
    reading = read("library.bib", BIBTEX)
    first, again, online = reading.references
    assert (first.title, first.authors) == ("The Berlin Storm: Müller's view", "Hans Müller; Jane Doe")
    assert (first.outlet, first.published, first.doi) == ("Die Woche", "2019-04", "10.1234/abc")
    assert again.title == "The same key again"
    assert (online.url, online.published, online.language) == ("https://calm.example/b", "2019-04-16", "de")
    assert [item.reason for item in reading.failed] == ["The record on line 9 is damaged."]


ARTICLES = [
    ArticleIdentity(1, "The “Storm”: A View", "2019-04-16"),
    ArticleIdentity(2, "Calm", "2018", "10.1000/Calm"),
    ArticleIdentity(3, "Editorial of the week", "2018-01-01"),
    ArticleIdentity(4, "Editorial of the week", "2018-01-08"),
    ArticleIdentity(5, "Weather", ""),
]


@pytest.mark.parametrize(
    ("reference", "found"),
    [
        (Reference(title="The storm - a view", published="2019"), 1),
        (Reference(title="the STORM: a view"), 1),
        (Reference(title="Something else", doi="10.1000/calm"), 2),
        (Reference(title="Editorial of the week", published="2018-01-08"), 4),
    ],
)
def test_a_record_finds_its_article(reference: Reference, found: int) -> None:
    assert Matcher(ARTICLES).match(reference) == found


@pytest.mark.parametrize(
    ("reference", "reason"),
    [
        (Reference(title="The storm: a view", published="2017"), "another year"),
        (Reference(title="Calm", published="2018", doi="10.1000/other"), "another DOI"),
        (Reference(title="Editorial of the week", published="2018"), "2 articles"),
        (Reference(title="Nothing like it", doi="10.1/x"), "its DOI or title"),
        (Reference(title="Weather"), "another"),
    ],
)
def test_a_record_that_fits_no_article_or_several_says_why(reference: Reference, reason: str) -> None:
    found = Matcher(ARTICLES).match(reference)
    assert isinstance(found, NoMatch)
    assert reason in found.reason
