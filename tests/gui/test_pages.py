"""The page of the source on which a passage stands, in the window."""

from archive_app.gui.stage import Stage
from archive_app.model.pages import PageStart, stored_pages
from archive_app.model.tables import TextVersion
from archive_app.storage.archive import Archive
from archive_app.storage.journal import table_of
from archive_app.storage.versions import current_version


def test_the_inspector_names_the_page_of_the_selected_passage(stage: Stage, archive: Archive) -> None:
    version = table_of(TextVersion)
    with archive.change("pages", "Pages", "Ada") as change:
        text = current_version(change.session, 1)
        pages = stored_pages([PageStart(0, "iv"), PageStart(text.text.index("The government"), "v")])
        change.session.execute(version.update().where(version.c.id == text.id).values(pages=pages))
    archive.close()
    stage.window.open_folder(archive.places.folder)
    stage.wait_until(lambda: stage.window.bench is not None, "the archive to open")
    stage.open_article("Marshal orders march")
    details = stage.bench.inspector.passage
    for quote, page in (("Tavira", "p. iv ·"), ('"We fired at no house."', "p. v ·")):
        stage.select(quote)
        stage.bench.desk.mark()
        stage.wait_until(
            lambda quote=quote: details.passage is not None and details.passage.quote == quote, "the passage"
        )
        assert page in details.meta_sentence
