"""The report of an import, which the archive keeps, and what can be done from it."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select

from archive_app import __version__
from archive_app.importing.draft import Draft, Reading
from archive_app.importing.finishing import finished
from archive_app.importing.outcomes import outcomes_of
from archive_app.importing.storing import FileRead, StoringPlan, insert_articles
from archive_app.model.errors import NotFound
from archive_app.model.tables import Article, ArticleLink, Source
from archive_app.model.values import OutcomeState, RunState
from archive_app.operations.articles import delete_articles, edit_article
from archive_app.operations.checking import check_archive
from archive_app.operations.codebook import delete_actor
from archive_app.operations.coders import coder_row
from archive_app.operations.importing import ImportReport, import_files, import_text
from archive_app.operations.restoring import restore_deleted
from archive_app.operations.tagging import ActorChoice, ClaimChoice, mark_passage
from archive_app.storage import queries
from archive_app.storage.archive import Archive, create_archive, open_archive
from archive_app.storage.import_reports import (
    FileOutcome,
    RunCard,
    import_run,
    import_runs,
    outcome,
    outcome_ids,
    outcomes,
)
from archive_app.storage.originals import Original, digest, store_originals

posix = pytest.mark.skipif(os.name == "nt", reason="of POSIX systems")
FACTIVA = Path(__file__).parents[1] / "importing" / "databases" / "files" / "factiva.xml"


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


def run(archive: Archive, *paths: Path) -> ImportReport:
    return import_files(archive, paths, coder="Ada")


def kept(archive: Archive, report: ImportReport) -> tuple[RunCard, list[FileOutcome]]:
    """What the archive keeps of an import."""
    assert report.run_id is not None
    with archive.reading() as session:
        card = import_run(session, report.run_id, under_way=archive.imports_under_way)
        return card, outcomes(session, outcome_ids(session, report.run_id))


def states(files: list[FileOutcome]) -> dict[str, str]:
    return {Path(said.path).name: said.state.value for said in files}


# What is kept -----------------------------------------------------------------------------------------


def test_an_import_keeps_who_imported_what_when_and_with_which_version(
    empty_archive: Archive, tmp_path: Path
) -> None:
    folder = put(tmp_path / "in", a__txt=story(1), b__txt="", c__txt=story(1).replace("\n", "\r\n"))
    report = run(empty_archive, folder)
    card, files = kept(empty_archive, report)
    assert (card.coder, card.program, card.paths, card.total) == ("Ada", __version__, (str(folder),), 3)
    assert (card.state, card.was_stopped) == (RunState.FINISHED, False)
    assert card.started <= card.ended
    assert states(files) == {"a.txt": "imported", "b.txt": "failed", "c.txt": "duplicate"}
    assert card.files == {OutcomeState.IMPORTED: 1, OutcomeState.FAILED: 1, OutcomeState.DUPLICATE: 1}
    assert (card.imported, card.duplicates, card.failed, card.dealt_with) == (1, 1, 0, 3)
    assert files[1].reason == "The file is empty."
    (item,) = report.imported
    (first,) = files[0].articles
    assert (first.article_id, first.title, first.number) == (item.id, item.title, 1)
    (twin,) = files[2].articles
    assert (twin.of_id, twin.of_title, twin.of_uid) == (item.id, item.title, first.article_uid)
    assert files[0].reader == "plain text"
    with empty_archive.reading() as session:
        (source,) = session.execute(select(Source)).scalars()
        assert files[0].sha256 == source.sha256
        ids = outcome_ids(session, card.id, [OutcomeState.FAILED])
        assert [outcome(session, key).path for key in ids] == [str(folder / "b.txt")]
    assert check_archive(empty_archive).ok


def test_a_report_stays_when_the_import_is_undone_and_leaves_no_entry_of_its_own(
    empty_archive: Archive, tmp_path: Path
) -> None:
    report = run(empty_archive, put(tmp_path / "in", a__txt=story(1)))
    empty_archive.undo("Ada")
    assert empty_archive.undo("Ada") is None
    _, files = kept(empty_archive, report)
    (article,) = files[0].articles
    assert (article.state, article.article_id) == (OutcomeState.IMPORTED, None)
    assert report.imported[0].id is not None
    assert check_archive(empty_archive).ok


def test_a_pasted_text_has_a_report_too(empty_archive: Archive) -> None:
    card, files = kept(empty_archive, import_text(empty_archive, story(1), coder="Ada"))
    assert (card.paths, card.total, card.state, card.imported) == ((), 1, RunState.FINISHED, 1)
    assert states(files) == {"Pasted text": "imported"}
    _, files = kept(empty_archive, import_text(empty_archive, " ", coder="Ada"))
    assert files[0].reason == "There is no text to paste."


def test_the_newest_import_is_listed_first(empty_archive: Archive, tmp_path: Path) -> None:
    first = run(empty_archive, put(tmp_path / "in", a__txt=story(1)))
    second = run(empty_archive, put(tmp_path / "in2", a__txt=story(2)))
    with empty_archive.reading() as session:
        assert [card.id for card in import_runs(session)] == [second.run_id, first.run_id]
        with pytest.raises(NotFound):
            import_run(session, 99)


def test_a_file_with_something_odd_about_it_is_to_be_reviewed(empty_archive: Archive, tmp_path: Path) -> None:
    odd = story(1) + "\u202e A line that runs the other way."
    _, files = kept(empty_archive, run(empty_archive, put(tmp_path / "in", a__txt=odd, b__txt=story(2))))
    assert states(files) == {"a.txt": "review", "b.txt": "imported"}
    assert "bidi controls" in files[0].warnings[0]


def test_a_cancelled_import_says_so_and_what_was_reached(empty_archive: Archive, tmp_path: Path) -> None:
    folder = put(tmp_path / "in", **{f"{number}__txt": story(number) for number in range(600)})
    heard: list[FileOutcome] = []
    report = import_files(
        empty_archive, [folder], coder="Ada", heard=heard.append, cancelled=lambda: bool(heard)
    )
    card, files = kept(empty_archive, report)
    assert (card.state, card.total) == (RunState.CANCELLED, 600)
    assert 0 < card.imported == len(report.imported) == len(files) == len(heard) < 600


@posix
def test_an_import_that_the_disk_refused_names_every_file(empty_archive: Archive, tmp_path: Path) -> None:
    (empty_archive.places.originals / ".unfinished").write_text("in the way")
    report = run(empty_archive, put(tmp_path / "in", a__txt=story(1), b__txt=story(2)))
    card, files = kept(empty_archive, report)
    assert card.state is RunState.FAILED
    assert states(files) == {"a.txt": "failed", "b.txt": "failed"}


def test_an_import_under_way_is_told_from_one_that_was_stopped(
    empty_archive: Archive, tmp_path: Path
) -> None:
    seen: list[RunCard] = []

    def look(_said: FileOutcome) -> None:
        with empty_archive.reading() as session:
            seen.extend(import_runs(session, under_way=empty_archive.imports_under_way))
            seen.extend(import_runs(session, under_way=()))

    import_files(empty_archive, [put(tmp_path / "in", a__txt=story(1))], coder="Ada", heard=look)
    assert [(card.state, card.was_stopped) for card in seen] == [
        (RunState.RUNNING, False), (RunState.RUNNING, True),
    ]  # fmt: skip


# Duplicates -------------------------------------------------------------------------------------------


def store(archive: Archive, *drafts: Draft) -> list[FileOutcome]:
    """Store drafts as an import does that read them from one file."""
    content = "".join(draft.text for draft in drafts).encode()
    done = tuple(replace(finished(draft, fallback_title=""), number=n) for n, draft in enumerate(drafts, 1))
    batch = [FileRead(0, "", "export.html", content, digest(content), Reading(done, "test"))]
    store_originals(archive.places, [Original(content, batch[0].sha256, batch[0].name)])
    with archive.change("import", "Import", "Ada") as change:
        plan = StoringPlan(batch, change.session)
        articles = insert_articles(change.transaction, plan, coder_row(change, "Ada"))
    return outcomes_of(plan, batch, articles)


def test_an_article_that_a_database_has_under_the_same_number_is_kept_and_linked(
    empty_archive: Archive,
) -> None:
    number = "Factiva: TAVP000020230304ej3400001"
    store(empty_archive, Draft("Early", story(1), database_id=number), Draft("Other", story(5)))
    (said,) = store(
        empty_archive,
        Draft("Early", story(1) + " ", database_id=number),
        Draft("Late", story(1, paragraphs=9), database_id=number),
        Draft("Last", story(1, paragraphs=12), database_id=number),
        Draft("Unnumbered", story(2)),
    )
    assert said.state is OutcomeState.REVIEW
    assert [one.state.value for one in said.articles] == ["duplicate", "review", "review", "imported"]
    assert [one.of_id for one in said.articles] == [1, 1, 1, None]
    assert "another version of “Early”" in said.articles[1].reason
    with empty_archive.reading() as session:
        links = session.execute(select(ArticleLink)).scalars().all()
        assert [(link.article_id, link.other_id, link.kind) for link in links] == [
            (1, 3, "version"), (1, 4, "version"),
        ]  # fmt: skip
    empty_archive.undo("Ada")
    with empty_archive.reading() as session:
        assert session.execute(select(ArticleLink)).scalars().all() == []
    assert check_archive(empty_archive).ok


def everything(archive: Archive) -> list[object]:
    with archive.reading() as session:
        articles = queries.article_cards(session, queries.article_ids(session, order="added"))
        passages = queries.passage_cards(session, queries.passage_ids(session))
        texts = [queries.article_text(session, card.id) for card in articles]
        return [articles, passages, texts]


def test_a_deleted_article_that_comes_again_is_not_stored_but_can_be_restored_with_all_it_had(
    empty_archive: Archive, tmp_path: Path
) -> None:
    folder = put(tmp_path / "in", a__txt=story(1))
    (item,) = run(empty_archive, folder).imported
    mark_passage(
        empty_archive, item.id, 3, 12, actors=[ActorChoice("Dabrek")], claims=[ClaimChoice("Denial")],
        memo="m", coder="Ben",
    )  # fmt: skip
    edit_article(empty_archive, item.id, outlet="Tavira Post", coder="Ada")
    before = everything(empty_archive)
    delete_articles(empty_archive, [item.id], coder="Ada")
    for again in (folder, put(tmp_path / "in2", b__txt=story(1) + "\n\n")):  # its bytes, and its words alone
        report = run(empty_archive, again)
        (offer,) = report.deleted
        assert (report.imported, report.duplicates, offer.title) == ((), (), item.title)
        _, files = kept(empty_archive, report)
        assert files[0].state is OutcomeState.DUPLICATE
        assert files[0].articles[0].deleted_uid == offer.uid
    restored = restore_deleted(empty_archive, [offer.uid], coder="Ada")
    assert (restored.article_ids, restored.passages) == ((item.id,), 1)
    assert everything(empty_archive) == before
    assert check_archive(empty_archive).ok
    with pytest.raises(NotFound):
        restore_deleted(empty_archive, [offer.uid], coder="Ada")
    empty_archive.undo("Ada")
    assert len(run(empty_archive, folder).deleted) == 1
    empty_archive.redo("Ada")
    assert everything(empty_archive) == before


def test_tags_of_an_actor_that_was_deleted_since_come_back_with_the_actor(
    empty_archive: Archive, tmp_path: Path
) -> None:
    (item,) = run(empty_archive, put(tmp_path / "in", a__txt=story(1))).imported
    mark_passage(empty_archive, item.id, 3, 12, actors=[ActorChoice("Dabrek")], coder="Ben")
    with empty_archive.reading() as session:
        uid = session.get_one(Article, item.id).uid
        (actor,) = queries.actors(session)
    delete_articles(empty_archive, [item.id], coder="Ada")
    delete_actor(empty_archive, actor.id, coder="Ada")
    restore_deleted(empty_archive, [uid], coder="Ada")
    with empty_archive.reading() as session:
        (card,) = queries.passages_of(session, item.id)
    assert [one.name for one in card.actors] == ["Dabrek"]
    assert check_archive(empty_archive).ok


def test_an_article_whose_import_was_undone_was_not_deleted(empty_archive: Archive, tmp_path: Path) -> None:
    folder = put(tmp_path / "in", a__txt=story(1), b__txt=story(2))
    run(empty_archive, folder)
    for _ in range(2):
        empty_archive.undo("Ada")
        empty_archive.redo("Ada")
    empty_archive.undo("Ada")
    report = run(empty_archive, folder)
    assert (len(report.imported), report.deleted) == (2, ())


def test_of_a_known_file_the_deleted_articles_are_offered(empty_archive: Archive) -> None:
    report = run(empty_archive, FACTIVA)
    assert len(report.imported) > 1
    gone = report.imported[-1]
    delete_articles(empty_archive, [gone.id], coder="Ada")
    again = run(empty_archive, FACTIVA)
    assert [offer.title for offer in again.deleted] == [gone.title]
    assert [twin.of for twin in again.duplicates] == [report.imported[0].id]


# Killed -----------------------------------------------------------------------------------------------

KILLED = """
import sys
from pathlib import Path
from archive_app.operations.importing import import_files
from archive_app.storage.archive import open_archive
if __name__ == "__main__":
    with open_archive(Path(sys.argv[1])) as archive:
        print("open", flush=True)
        import_files(archive, [Path(sys.argv[2])], coder="Ada")
        print("done", flush=True)
"""


@posix
@pytest.mark.slow
def test_the_report_of_an_import_that_was_killed_is_true(tmp_path: Path) -> None:
    folder = put(tmp_path / "in", **{f"{number}__txt": story(number) for number in range(400)})
    put(folder, **{f"x{number}__txt": "" for number in range(20)})
    script = tmp_path / "import_it.py"
    script.write_text(KILLED)
    create_archive(tmp_path / "archive").close()
    random = Random(7)
    for _ in range(6):
        process = subprocess.Popen(
            [sys.executable, str(script), str(tmp_path / "archive"), str(folder)], stdout=subprocess.PIPE
        )
        assert process.stdout is not None
        assert process.stdout.readline().strip() == b"open"
        time.sleep(random.uniform(0.05, 0.9))
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
    with open_archive(tmp_path / "archive") as archive:
        run(archive, folder)
        with archive.reading() as session:
            runs = import_runs(session, under_way=archive.imports_under_way)
            told = [
                one.article_uid
                for card in runs
                for said in outcomes(session, outcome_ids(session, card.id))
                for one in said.articles
                if one.state is OutcomeState.IMPORTED
            ]
            stored = session.execute(select(Article.uid)).scalars().all()  # type: ignore[call-overload]
        assert sorted(told) == sorted(stored)
        assert len(stored) == 400
        assert not runs[0].was_stopped
        assert any(card.was_stopped for card in runs[1:])
        assert all(card.was_stopped == (card.state is RunState.RUNNING) for card in runs)
        assert check_archive(archive).ok
