"""The sample archive: twelve articles about an invented conflict, with a codebook and coded passages."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

from archive_app.model.errors import ArchiveError, Refused
from archive_app.model.tables import ActorAlias
from archive_app.model.values import Role, Stance
from archive_app.operations.articles import edit_article
from archive_app.operations.codebook import actor_row, claim_type_row, find_actor
from archive_app.operations.importing import import_files
from archive_app.operations.tagging import ActorChoice, ClaimChoice, find_quote, mark_passage
from archive_app.resources import resource
from archive_app.storage.archive import Archive, create_archive, open_archive
from archive_app.storage.journal import Changes
from archive_app.storage.queries import article_text

SAMPLE_CODER = "Sample"
"""In whose name the sample is coded."""


def create_sample_archive(
    folder: Path,
    *,
    coder: str = SAMPLE_CODER,
    progress: Callable[[int, int], None] | None = None,
) -> Archive:
    """Make the sample archive in a folder that does not exist yet or is empty, and open it to write.

    Everything goes the way a person's work goes: imported, coded, journalled. ``progress`` hears how many
    passages are coded and of how many. A stop half-way leaves nothing in the folder.

    Raises:
        Refused: The folder holds something already.
        ArchiveError: It cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused(f"“{folder}” is not empty. Choose a new folder for the sample archive.")
    unfinished = folder.with_name(f"{folder.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    try:
        with create_archive(unfinished) as archive:
            _fill(archive, coder, progress)
        if folder.exists():
            folder.rmdir()  # Windows does not rename over an empty folder
        unfinished.rename(folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return open_archive(folder)


def import_codebook(archive: Archive, file: Path, *, coder: str) -> Changes | None:
    """Add the actors, aliases and claim types of a JSON file that the codebook does not have yet.

    The file holds ``actors`` with name, kind, description and aliases, and ``claim_types``, parents first,
    with name, parent, definition and colour.
    """
    listed = json.loads(file.read_text("utf-8"))
    with archive.change("import codebook", f"Import the codebook “{file.name}”", coder) as change:
        for entry in listed["actors"]:
            actor = actor_row(change, entry["name"], kind=entry["kind"], description=entry["description"])
            for alias in entry["aliases"]:
                if find_actor(change, alias) is None:
                    change.transaction.insert(ActorAlias(actor_id=actor.key, name=alias))
        for entry in listed["claim_types"]:
            path = f"{entry['parent']} > {entry['name']}" if entry["parent"] else entry["name"]
            claim_type_row(change, path, definition=entry["definition"], colour=entry["colour"])
    return change.changes


def _fill(archive: Archive, coder: str, progress: Callable[[int, int], None] | None) -> None:
    report = import_files(archive, [resource("sample", "articles")], coder=coder)
    if report.failed:
        first = report.failed[0]
        raise ArchiveError(
            f"The sample archive could not be made: “{Path(first.source).name}”. {first.reason}"
        )
    articles = {Path(article.source).name: article.id for article in report.imported}
    metadata = json.loads(resource("sample", "articles.json").read_text("utf-8"))
    for name, values in metadata.items():
        if name in articles:  # one is a reprint of another, so it was not stored
            edit_article(archive, articles[name], coder=coder, **values)
    import_codebook(archive, resource("sample", "codebook.json"), coder=coder)
    passages = json.loads(resource("sample", "passages.json").read_text("utf-8"))
    for done, passage in enumerate(passages, start=1):
        article_id = articles[passage["article"]]
        with archive.reading() as session:
            text = article_text(session, article_id)
        start, end = find_quote(text, passage["quote"], passage["occurrence"])
        mark_passage(
            archive, article_id, start, end,
            actors=[ActorChoice(tag["name"], Role(tag["role"])) for tag in passage["actors"]],
            claims=[ClaimChoice(tag["type"], Stance(tag["stance"])) for tag in passage["claims"]],
            memo=passage["memo"], coder=coder,
        )  # fmt: skip
        if progress is not None:
            progress(done, len(passages))
