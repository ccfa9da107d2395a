import os
from pathlib import Path

import pytest
from sqlalchemy import select

from archive_app.importing.sandbox import Sandbox
from archive_app.model.errors import Refused
from archive_app.model.tables import Article, Coder, ProposedCut, Source, TextVersion
from archive_app.operations.checking import check_archive
from archive_app.operations.importing import (
    PASTED,
    ImportedArticle,
    ImportProgress,
    ImportReport,
    import_files,
    import_text,
)
from archive_app.operations.tagging import mark_passage
from archive_app.storage.archive import Archive, create_archive, open_archive
from archive_app.storage.history import history
from archive_app.storage.originals import read_original
from archive_app.storage.queries import article_text

SHARED = Path(__file__).parents[3] / "shared" / "data"
posix = pytest.mark.skipif(os.name == "nt", reason="of POSIX systems")


def story(number: int, *, paragraphs: int = 3) -> str:
    body = [
        f"On day {number} the command of Tavira counted {number + place} shots, a spokesman said."
        for place in range(paragraphs)
    ]
    return "\n\n".join([f"Report number {number} from the south", *body]) + "\n"


def put(folder: Path, **files: str | bytes) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        path = folder / name.replace("__", ".")
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def run(archive: Archive, *paths: Path, sandbox: Sandbox | None = None) -> ImportReport:
    return import_files(archive, paths, coder="Ada", sandbox=sandbox)


def labels(archive: Archive) -> list[str]:
    with archive.reading() as session:
        return [item.label for item in history(session)]


def rows(archive: Archive) -> list[tuple[str, ...]]:
    """What an archive holds, without keys, identities and times."""
    with archive.reading() as session:
        query = (
            select(Article, Source, TextVersion)
            .join(Source, Source.id == Article.source_id)  # type: ignore[arg-type]  # sqlmodel columns
            .join(TextVersion, TextVersion.id == Article.text_id)  # type: ignore[arg-type]  # sqlmodel columns
        )
        return sorted(
            (source.name, source.sha256, article.title, text.sha256, article.language)
            for article, source, text in session.execute(query)
        )


def test_files_become_articles_with_their_sources_texts_and_originals(
    empty_archive: Archive, tmp_path: Path
) -> None:
    folder = put(tmp_path / "in", a__txt=story(1), b__md=f"# Second\n\n{story(2)}")
    report = run(empty_archive, folder)
    assert [(item.title, item.source) for item in report.imported] == [
        ("Report number 1 from the south", str(folder / "a.txt")),
        ("Second", str(folder / "b.md")),
    ]
    assert (report.duplicates, report.failed, report.cancelled) == ((), (), False)
    with empty_archive.reading() as session:
        for item, name in zip(report.imported, ("a.txt", "b.md"), strict=True):
            article = session.get_one(Article, item.id)
            source = session.get_one(Source, article.source_id)
            text = session.get_one(TextVersion, article.text_id)
            assert text.article_uid == article.uid
            assert text.text == (folder / name).read_text("utf-8")
            assert (source.name, source.origin) == (name, str(folder / name))
            assert (source.encoding, source.size) == ("utf-8", (folder / name).stat().st_size)
            assert read_original(empty_archive, source) == (folder / name).read_bytes()
            assert session.get_one(Coder, source.coder_id).name == "Ada"
    assert check_archive(empty_archive).ok


def test_an_import_is_one_undoable_entry_that_counts_its_articles(
    empty_archive: Archive, tmp_path: Path
) -> None:
    report = run(empty_archive, put(tmp_path / "in", a__txt=story(1), b__txt=story(2)))
    assert labels(empty_archive) == ["Import 2 articles"]
    assert report.changes[0].articles == {item.id for item in report.imported}
    empty_archive.undo("Ada")
    assert rows(empty_archive) == []
    empty_archive.redo("Ada")
    assert len(rows(empty_archive)) == 2
    assert check_archive(empty_archive).ok


def test_an_undone_import_can_be_imported_again(empty_archive: Archive, tmp_path: Path) -> None:
    folder = put(tmp_path / "in", a__txt=story(1))
    run(empty_archive, folder)
    empty_archive.undo("Ada")
    assert len(run(empty_archive, folder).imported) == 1


def test_the_same_file_again_is_a_duplicate_and_leaves_no_entry(
    empty_archive: Archive, tmp_path: Path
) -> None:
    folder = put(tmp_path / "in", a__txt=story(1))
    (first,) = run(empty_archive, folder).imported
    report = run(empty_archive, folder)
    (twin,) = report.duplicates
    assert (twin.of, twin.title, twin.source) == (first.id, first.title, str(folder / "a.txt"))
    assert (report.imported, report.changes) == ((), ())
    assert labels(empty_archive) == ["Import 1 article"]


def test_the_same_words_with_other_white_space_are_a_duplicate(
    empty_archive: Archive, tmp_path: Path
) -> None:
    text = story(1)
    folder = put(
        tmp_path / "in",
        a__txt=text,
        b__txt=text.replace("\n", "\r\n"),
        c__txt=text.replace(" ", "\u00a0 "),
        d__txt=text,
    )
    report = run(empty_archive, folder)
    (kept,) = report.imported
    assert [(Path(twin.source).name, twin.of) for twin in report.duplicates] == [
        ("b.txt", kept.id), ("c.txt", kept.id), ("d.txt", kept.id),
    ]  # fmt: skip
    assert len(list(empty_archive.places.originals.rglob("*.txt"))) == 1


def test_a_page_and_a_text_of_the_same_words_are_duplicates(empty_archive: Archive, tmp_path: Path) -> None:
    body = [line for line in story(1, paragraphs=6).split("\n") if line][1:]
    page = "<html><body><article>" + "".join(f"<p>{line}</p>" for line in body) + "</article></body></html>"
    report = run(empty_archive, put(tmp_path / "in", a__txt="\n".join(body), b__html=page))
    assert len(report.imported) == len(report.duplicates) == 1


def test_every_file_that_cannot_be_read_has_its_reason_and_the_rest_goes_on(
    empty_archive: Archive, tmp_path: Path
) -> None:
    folder = put(
        tmp_path / "in", a__txt=story(1), b__txt="", c__rar=b"Rar!\x1a\x07 x", d__txt=bytes(range(256)) * 9,
        e__txt=story(2), f__html="<html><body></body></html>",
    )  # fmt: skip
    report = run(empty_archive, folder, tmp_path / "gone.txt")
    assert len(report.imported) == 2
    assert {Path(item.source).name: item.reason for item in report.failed} == {
        "b.txt": "The file is empty.",
        "c.rar": "It looks like a RAR archive, which cannot be imported yet.",
        "d.txt": "This is a binary file, not a text.",
        "f.html": "No readable text was found in this page.",
        "gone.txt": "There is no such file or folder.",
    }


@posix
def test_a_file_without_permission_is_reported(empty_archive: Archive, tmp_path: Path) -> None:
    folder = put(tmp_path / "in", a__txt=story(1), b__txt=story(2))
    (folder / "a.txt").chmod(0)
    if os.access(folder / "a.txt", os.R_OK):
        pytest.skip("root may read everything")
    report = run(empty_archive, folder)
    assert [item.reason for item in report.failed] == ["You may not read it. Check its permissions."]
    assert len(report.imported) == 1


def test_page_furniture_is_proposed_with_the_import_and_nothing_is_cut(
    empty_archive: Archive, tmp_path: Path
) -> None:
    text = story(1) + "\nReport number 1 from the south\n\nLatest News"
    (item,) = run(empty_archive, put(tmp_path / "in", a__txt=text)).imported
    with empty_archive.reading() as session:
        cuts = session.execute(select(ProposedCut)).scalars().all()
        assert article_text(session, item.id) == text
    assert [(cut.quote, cut.state) for cut in cuts] == [(item.title, "proposed"), ("Latest News", "proposed")]
    assert all(text[cut.start : cut.end] == cut.quote for cut in cuts)


def test_what_was_odd_about_a_file_is_said(empty_archive: Archive, tmp_path: Path) -> None:
    report = run(
        empty_archive,
        put(tmp_path / "in", a__txt=story(1).replace("spokesman", "spok\xebsman").encode("cp1252")),
    )
    assert "not declared" in report.warnings[0].sentence
    assert len(report.imported) == 1


def test_progress_ends_with_all_files_dealt_with(empty_archive: Archive, tmp_path: Path) -> None:
    folder = put(tmp_path / "in", a__txt=story(1), b__txt="", c__txt=story(1), d__txt=story(3))
    heard: list[ImportProgress] = []
    import_files(empty_archive, [folder], coder="Ada", progress=heard.append)
    assert (heard[-1].done, heard[-1].total) == (4, 4)
    assert [item.done for item in heard] == sorted(item.done for item in heard)


def test_a_large_import_is_stored_in_batches(empty_archive: Archive, tmp_path: Path) -> None:
    folder = put(tmp_path / "in", **{f"{number}__txt": story(number) for number in range(450)})
    report = run(empty_archive, folder)
    assert len(report.imported) == 450
    assert len(report.changes) >= 3
    assert sum(len(changes.articles) for changes in report.changes) == 450
    assert check_archive(empty_archive).ok


def test_an_import_is_one_step_to_undo_and_one_line_of_the_history(
    empty_archive: Archive, tmp_path: Path
) -> None:
    references = "TY  - NEWS\nTI  - Report number 3 from the south\nJO  - Tavira Post\nER  - \n"
    files = {f"{number}__txt": story(number) for number in range(450)}
    folder = put(tmp_path / "in", **files)
    (folder / "records.ris").write_text(references, "utf-8")
    run(empty_archive, folder)
    assert labels(empty_archive) == ["Import 450 articles, join 1 reference"]
    before = rows(empty_archive)
    where = empty_archive.places.folder
    empty_archive.undo("Ada")
    assert rows(empty_archive) == []
    assert empty_archive.undo("Ada") is None
    empty_archive.close()
    with open_archive(where) as archive:
        assert archive.redo("Ada") is not None
        assert archive.redo("Ada") is None
        assert rows(archive) == before
        assert check_archive(archive).ok


def test_work_done_during_an_import_is_undone_before_it(empty_archive: Archive, tmp_path: Path) -> None:
    folder = put(tmp_path / "in", **{f"{number}__txt": story(number) for number in range(450)})
    marked: list[int] = []

    def work(_progress: ImportProgress) -> None:
        if not marked and rows(empty_archive):
            marked.append(mark_passage(empty_archive, 1, 0, 5, coder="Ada").passage_id)
            empty_archive.undo("Ada")
            with pytest.raises(Refused, match="still under way"):
                empty_archive.undo("Ada")
            empty_archive.redo("Ada")

    import_files(empty_archive, [folder], coder="Ada", progress=work)
    assert marked
    undone = empty_archive.undo("Ada")
    assert undone is not None
    assert undone.passages == set(marked)
    assert len(rows(empty_archive)) == 450
    empty_archive.undo("Ada")
    assert rows(empty_archive) == []


def test_a_cancelled_import_keeps_whole_batches_and_goes_on_when_run_again(
    empty_archive: Archive, tmp_path: Path
) -> None:
    folder = put(tmp_path / "in", **{f"{number}__txt": story(number) for number in range(600)})
    heard: list[ImportProgress] = []
    report = import_files(
        empty_archive, [folder], coder="Ada", progress=heard.append,
        cancelled=lambda: bool(heard) and heard[-1].done >= 300,
    )  # fmt: skip
    assert report.cancelled
    assert 0 < len(report.imported) < 600
    assert len(rows(empty_archive)) == len(report.imported)
    again = run(empty_archive, folder)
    assert len(again.imported) + len(report.imported) == 600
    assert len(again.duplicates) == len(report.imported)
    with create_archive(tmp_path / "clean") as clean:
        run(clean, folder)
        assert rows(clean) == rows(empty_archive)


def test_an_import_cancelled_before_it_began_changes_nothing(empty_archive: Archive, tmp_path: Path) -> None:
    folder = put(tmp_path / "in", a__txt=story(1))
    report = import_files(empty_archive, [folder], coder="Ada", cancelled=lambda: True)
    assert report == ImportReport(cancelled=True, run_id=report.run_id)
    assert labels(empty_archive) == []


def test_an_archive_open_for_reading_is_not_imported_into(tmp_path: Path) -> None:
    create_archive(tmp_path / "a").close()
    with open_archive(tmp_path / "a", write=False) as archive:
        with pytest.raises(Refused):
            run(archive, put(tmp_path / "in", a__txt=story(1)))
        with pytest.raises(Refused):
            import_text(archive, "Some text", coder="Ada")


@posix
def test_when_originals_cannot_be_kept_nothing_is_stored_and_every_file_is_named(
    empty_archive: Archive, tmp_path: Path
) -> None:
    (empty_archive.places.originals / ".unfinished").write_text("in the way")
    report = run(empty_archive, put(tmp_path / "in", a__txt=story(1), b__txt=story(2)))
    assert report.imported == ()
    assert ["could not be kept" in item.reason for item in report.failed] == [True, True]
    assert rows(empty_archive) == []


def test_a_shared_sandbox_stays_open_for_the_next_import(empty_archive: Archive, tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        run(empty_archive, put(tmp_path / "in", a__txt=story(1)), sandbox=sandbox)
        run(empty_archive, put(tmp_path / "in2", a__txt=story(2)), sandbox=sandbox)
        assert sandbox.restarts == 0


def test_a_pasted_text_becomes_an_article_with_an_original(empty_archive: Archive) -> None:
    report = import_text(
        empty_archive, story(1), coder="Ada", outlet="Tavira Post", authors="Ada Lorn", published="2023-04", url="https://post.example/1"
    )  # fmt: skip
    (item,) = report.imported
    assert item == ImportedArticle(item.id, "Report number 1 from the south", PASTED)
    with empty_archive.reading() as session:
        article = session.get_one(Article, item.id)
        source = session.get_one(Source, article.source_id)
        assert (article.outlet, article.authors, article.published) == ("Tavira Post", "Ada Lorn", "2023-04")
        assert (source.name, source.origin, source.reader) == (PASTED, "", "pasted text")
        assert read_original(empty_archive, source) == story(1).encode()
    assert labels(empty_archive) == ["Import 1 article"]


def test_a_pasted_text_is_titled_by_its_first_words_where_it_has_no_headline(empty_archive: Archive) -> None:
    text = "His command denied on Sunday that it had shelled any house in the port."
    (item,) = import_text(empty_archive, text, coder="Ada").imported
    assert item.title == "His command denied on Sunday that it had…"
    (twin,) = import_text(empty_archive, f"  {text}\n", coder="Ada").duplicates
    assert (twin.of, twin.source) == (item.id, PASTED)


def test_an_empty_paste_or_a_wrong_date_is_refused(empty_archive: Archive) -> None:
    assert import_text(empty_archive, " \n", coder="Ada").failed[0].reason == "There is no text to paste."
    with pytest.raises(Refused):
        import_text(empty_archive, "Some text", coder="Ada", published="16 April")


@pytest.mark.skipif(not (SHARED / "seed-article.txt").is_file(), reason="shared/data is not here")
def test_the_seed_article_is_imported_as_it_is(empty_archive: Archive) -> None:
    path = SHARED / "seed-article.txt"
    (item,) = run(empty_archive, path).imported
    assert item.title.startswith("Almost 150 killed")
    with empty_archive.reading() as session:
        assert article_text(session, item.id) == path.read_text("utf-8")
        assert session.get_one(Article, item.id).language == "en"
