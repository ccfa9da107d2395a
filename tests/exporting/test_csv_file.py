"""Passages as CSV: three layouts, exact quotes, no formulas, a file that is whole or not there."""

import csv
import io
import os
import stat
import sys
from pathlib import Path
from typing import Any

import pandas
import pytest

from archive_app.exporting.csv_file import FORMULA_STARTS
from archive_app.model.errors import ArchiveError, Cancelled
from archive_app.model.pages import PageStart, stored_pages
from archive_app.model.tables import Article, Passage, TextVersion
from archive_app.model.values import Role, Stance
from archive_app.operations.articles import edit_article
from archive_app.operations.exporting import export_passages
from archive_app.operations.tagging import ActorChoice, ClaimChoice, find_quote, mark_passage, set_memo
from archive_app.storage import queries
from archive_app.storage.archive import Archive
from archive_app.storage.journal import table_of
from archive_app.storage.versions import current_version

PASSAGE_COLUMNS = [
    "passage_id", "passage_uid", "article_id", "article_title", "outlet", "authors", "published", "url",
    "language", "start", "end", "page", "quote", "actors", "claim_types", "memo", "coder", "created",
    "modified",
]  # fmt: skip


def begin_pages(archive: Archive, article_id: int, *pages: tuple[int, str]) -> None:
    """Say where the pages of an article's source begin, as an import of a PDF would."""
    version = table_of(TextVersion)
    stored = stored_pages([PageStart(*page) for page in pages])
    with archive.change("pages", "Pages", "Ada") as change:
        key = current_version(change.session, article_id).key
        change.session.execute(version.update().where(version.c.id == key).values(pages=stored))


def mark(
    archive: Archive, article_id: int, quote: str, *tags: ActorChoice | ClaimChoice, memo: str = ""
) -> int:
    with archive.reading() as session:
        start, end = find_quote(queries.article_text(session, article_id), quote)
    return mark_passage(
        archive, article_id, start, end, memo=memo, coder="Ada",
        actors=[tag for tag in tags if isinstance(tag, ActorChoice)],
        claims=[tag for tag in tags if isinstance(tag, ClaimChoice)],
    ).passage_id  # fmt: skip


def exported(archive: Archive, **options: Any) -> bytes:
    output = io.BytesIO()
    export_passages(archive, output, **options)
    return output.getvalue()


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))


@pytest.fixture
def coded(archive: Archive) -> Archive:
    """Four passages: two claims of two speakers, one claim of nobody, one actor alone, one bare."""
    mark(
        archive, 1, "The government accused him of shelling houses. His command denied it",
        ActorChoice("Government"), ActorChoice("Army Command"), ActorChoice("Orlan Dabrek", Role.TARGET),
        ActorChoice("Council", Role.ADDRESSEE), ActorChoice("The press", Role.ADDRESSEE),
        ClaimChoice("Accusation > Shelling", Stance.SUPPORTS), ClaimChoice("Denial", Stance.OPPOSES),
        memo='Two sides; "both" speak,\nsee below',
    )  # fmt: skip
    mark(archive, 2, "“It is quiet,”", ClaimChoice("Denial"))
    mark(archive, 2, "shots 😀 on Monday", ActorChoice("Observers", Role.MENTIONED))
    mark(archive, 3, "ونفت القيادة ذلك")
    return archive


def test_a_row_per_passage_tagged_or_not(coded: Archive) -> None:
    content = exported(coded)
    table = rows(content)
    assert list(table[0]) == PASSAGE_COLUMNS
    assert [row["passage_id"] for row in table] == ["1", "3", "2", "4"], "in the order of the texts"
    first = table[0]
    assert (first["article_id"], first["article_title"]) == ("1", "Marshal orders march on the capital")
    assert (first["outlet"], first["authors"], first["published"]) == (
        "Tavira Post",
        "Ada Lorn",
        "2023-03-04",
    )
    assert first["actors"] == (
        "Government [speaker]; Army Command [speaker]; Orlan Dabrek [target]; Council [addressee]; "
        "The press [addressee]"
    )
    assert first["claim_types"] == "Shelling [supports]; Denial [opposes]"
    assert first["memo"] == 'Two sides; "both" speak,\nsee below'
    assert (first["coder"], first["language"]) == ("Ada", "en")
    assert first["created"].endswith("Z")
    assert (table[1]["url"], table[1]["claim_types"]) == ("https://southern-wire.example/truce", "")
    assert (table[3]["actors"], table[3]["claim_types"], table[3]["memo"]) == ("", "", "")


def test_a_row_per_tag(coded: Archive) -> None:
    table = rows(exported(coded, layout="tags"))
    assert list(table[0]) == [*PASSAGE_COLUMNS, "tag_kind", "tag", "role", "stance"]
    assert [
        (row["passage_id"], row["tag_kind"], row["tag"], row["role"], row["stance"]) for row in table
    ] == [
        ("1", "actor", "Government", "speaker", ""),
        ("1", "actor", "Army Command", "speaker", ""),
        ("1", "actor", "Orlan Dabrek", "target", ""),
        ("1", "actor", "Council", "addressee", ""),
        ("1", "actor", "The press", "addressee", ""),
        ("1", "claim_type", "Shelling", "", "supports"),
        ("1", "claim_type", "Denial", "", "opposes"),
        ("3", "actor", "Observers", "mentioned", ""),
        ("2", "claim_type", "Denial", "", "neutral"),
    ]


def test_a_row_per_speaker_and_claim_type(coded: Archive) -> None:
    table = rows(exported(coded, layout="statements"))
    assert list(table[0]) == [*PASSAGE_COLUMNS, "actor", "claim_type", "stance", "addressee", "target"]
    assert [
        (row["passage_id"], row["actor"], row["claim_type"], row["stance"], row["addressee"], row["target"])
        for row in table
    ] == [
        ("1", "Government", "Shelling", "supports", "Council; The press", "Orlan Dabrek"),
        ("1", "Government", "Denial", "opposes", "Council; The press", "Orlan Dabrek"),
        ("1", "Army Command", "Shelling", "supports", "Council; The press", "Orlan Dabrek"),
        ("1", "Army Command", "Denial", "opposes", "Council; The press", "Orlan Dabrek"),
        ("2", "", "Denial", "neutral", "", ""),
    ]  # who is only mentioned states nothing; what makes no claim is no statement


@pytest.mark.parametrize("layout", ["passages", "tags", "statements"])
def test_the_page_of_the_source_is_told_where_it_has_pages(archive: Archive, layout: str) -> None:
    for article_id, quote in ((1, "Field Marshal"), (1, "of shelling houses. His"), (2, "Truce holds")):
        mark(archive, article_id, quote, ActorChoice("Orlan Dabrek"), ClaimChoice("Denial"))
    with archive.reading() as session:
        second = queries.article_text(session, 1).index("houses. His")
    begin_pages(archive, 1, (0, "12"), (second, "13"))
    pages = {row["quote"]: row["page"] for row in rows(exported(archive, layout=layout))}
    assert pages == {"Field Marshal": "12", "of shelling houses. His": "12–13", "Truce holds": ""}


@pytest.mark.parametrize("layout", ["passages", "tags", "statements"])
@pytest.mark.parametrize("bom", [True, False])
def test_every_quote_read_back_is_the_slice_of_the_text(
    coded: Archive, tmp_path: Path, layout: str, bom: bool
) -> None:
    mark(coded, 1, 'denied it: "We fired at no house."\n\nOn Sunday', ClaimChoice("Denial"), ActorChoice("A"))
    mark(
        coded,
        2,
        "Truce holds 🕊️ in the south\n\nObservers counted 12\u00a0shots",
        ClaimChoice("Toll"),
        ActorChoice("B"),
    )
    with coded.reading() as session:
        texts = {key: queries.article_text(session, key) for key in (1, 2, 3)}
    file = tmp_path / "out.csv"
    export_passages(coded, file, layout=layout, bom=bom)
    by_csv = rows(file.read_bytes())
    frame = pandas.read_csv(file, encoding="utf-8-sig" if bom else "utf-8", keep_default_na=False)
    assert len(by_csv) == len(frame) > 0
    for row, (_, of_pandas) in zip(by_csv, frame.iterrows(), strict=True):
        text = texts[int(row["article_id"])]
        assert row["quote"] == text[int(row["start"]) : int(row["end"])]
        assert of_pandas["quote"] == text[of_pandas["start"] : of_pandas["end"]]


def test_it_begins_with_a_byte_order_mark_unless_told_not_to(coded: Archive) -> None:
    assert exported(coded)[:13] == b"\xef\xbb\xbfpassage_id"
    assert exported(coded, bom=False)[:10] == b"passage_id"


def test_records_end_with_crlf_and_line_breaks_in_cells_stay(coded: Archive) -> None:
    content = exported(coded).decode("utf-8-sig")
    assert content.endswith("\r\n")
    assert content.count("\r\n") == 5
    assert '"Two sides; ""both"" speak,\nsee below"' in content


def test_an_archive_without_passages_gives_the_heading(archive: Archive) -> None:
    assert exported(archive, bom=False) == (",".join(PASSAGE_COLUMNS) + "\r\n").encode()
    assert export_passages(archive, io.BytesIO()) == 0


@pytest.mark.parametrize("start", sorted(FORMULA_STARTS))
def test_what_a_spreadsheet_would_run_gets_an_apostrophe_unless_raw(archive: Archive, start: str) -> None:
    formula = start + "HYPERLINK(1)"
    with archive.change("import", "Import", "Ada") as change:
        article = change.session.get_one(Article, 1)
        change.transaction.update(article, title=formula)
    key = mark(archive, 1, "Orlan Dabrek", ActorChoice("Government"))
    if formula.strip() == formula:
        set_memo(archive, key, formula, coder="Ada")
    (guarded,), (raw,) = rows(exported(archive)), rows(exported(archive, raw=True))
    assert guarded["article_title"] == f"'{formula}"
    assert raw["article_title"] == formula
    if formula.strip() == formula:
        assert (guarded["memo"], raw["memo"]) == (f"'{formula}", formula)
    untouched = set(PASSAGE_COLUMNS) - {"article_title", "memo"}
    assert {name: guarded[name] for name in untouched} == {name: raw[name] for name in untouched}


@pytest.mark.parametrize("blank", [" ", "\u00a0", "\ufeff", "\u200b", " \u200e\u2060 ", "\u3000", "\x0b"])
def test_blanks_before_a_formula_do_not_hide_it(archive: Archive, blank: str) -> None:
    mark(archive, 1, "Orlan Dabrek")
    with archive.change("edit article", "Edit", "Ada") as change:
        article = change.session.get_one(Article, 1)
        change.transaction.update(article, title=f"{blank}=1+1", outlet=f"{blank}Post = 1")
    (row,) = rows(exported(archive))
    assert (row["article_title"], row["outlet"]) == (f"'{blank}=1+1", f"{blank}Post = 1")


def test_a_quote_that_looks_like_a_formula_is_exact_when_raw(archive: Archive, add_article: Any) -> None:
    key = add_article(archive, "The result\n\n=1+1 is what they wrote.", title="The result")
    mark(archive, key, "=1+1")
    (guarded,), (raw,) = rows(exported(archive)), rows(exported(archive, raw=True))
    assert (guarded["quote"], raw["quote"]) == ("'=1+1", "=1+1")


def test_tags_are_guarded_as_well(archive: Archive) -> None:
    mark(archive, 1, "Orlan Dabrek", ActorChoice("@Government"), ClaimChoice("=Denial"))
    for row in rows(exported(archive, layout="statements")):
        assert (row["actor"], row["claim_type"]) == ("'@Government", "'=Denial")
        assert (row["actors"], row["claim_types"]) == ("'@Government [speaker]", "'=Denial [neutral]")


def test_only_the_passages_asked_for_in_their_order(coded: Archive) -> None:
    table = rows(exported(coded, passage_ids=[4, 99, 1]))
    assert [row["passage_id"] for row in table] == ["4", "1"]
    assert rows(exported(coded, passage_ids=iter([]))) == []


def test_more_passages_than_are_read_at_once_keep_their_order(archive: Archive) -> None:
    mark(archive, 1, "Orlan Dabrek")
    with archive.change("mark", "Mark many", "Ada") as change:
        change.transaction.insert(
            [
                Passage(article_id=1, text_id=1, start=at % 90, end=at % 90 + 3, quote="x", coder_id=1)
                for at in range(2_500)
            ]
        )
    with archive.reading() as session:
        keys = queries.passage_ids(session)
    heard: list[tuple[int, int]] = []
    output = io.BytesIO()
    count = export_passages(archive, output, progress=lambda done, of: heard.append((done, of)))
    assert count == len(keys) == 2_501
    assert [int(row["passage_id"]) for row in rows(output.getvalue())] == keys
    assert heard == [(1_000, 2_501), (2_000, 2_501), (2_501, 2_501)]


def test_a_file_is_replaced_whole(coded: Archive, tmp_path: Path) -> None:
    file = tmp_path / "out.csv"
    file.write_text("old")
    file.chmod(0o640)
    assert export_passages(coded, file) == 4
    assert len(rows(file.read_bytes())) == 4
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".csv")] == ["out.csv"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no file modes")
def test_a_new_file_may_be_read_by_whom_the_system_says(coded: Archive, tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        export_passages(coded, tmp_path / "out.csv")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "out.csv").stat().st_mode) == 0o644


def test_a_file_that_was_there_survives_a_cancelled_export(coded: Archive, tmp_path: Path) -> None:
    file = tmp_path / "folder" / "out.csv"
    file.parent.mkdir()
    file.write_text("old")
    with pytest.raises(Cancelled):
        export_passages(coded, file, cancelled=lambda: True)
    assert file.read_text() == "old"
    assert [path.name for path in file.parent.iterdir()] == ["out.csv"]


def test_a_link_stays_a_link(coded: Archive, tmp_path: Path) -> None:
    (tmp_path / "real.csv").write_text("old")
    (tmp_path / "link.csv").symlink_to("real.csv")
    export_passages(coded, tmp_path / "link.csv")
    assert (tmp_path / "link.csv").is_symlink()
    assert len(rows((tmp_path / "real.csv").read_bytes())) == 4


def test_where_nothing_can_be_written_a_sentence_says_so(coded: Archive, tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="is a folder"):
        export_passages(coded, tmp_path)
    with pytest.raises(ArchiveError, match="could not be written"):
        export_passages(coded, tmp_path / "nowhere" / "out.csv")
    if Path("/dev/full").exists():
        with pytest.raises(ArchiveError, match="No space left"):
            export_passages(coded, Path("/dev/full"))


def test_names_that_changed_stand_as_they_are_now(coded: Archive) -> None:
    edit_article(coded, 3, title="New", outlet="Paper; with; signs", coder="Ada")
    assert (rows(exported(coded))[3]["article_title"], rows(exported(coded))[3]["outlet"]) == (
        "New", "Paper; with; signs",
    )  # fmt: skip
