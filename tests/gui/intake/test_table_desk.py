from pathlib import Path

from PySide6.QtWidgets import QLabel

from archive_app.gui.stage import Stage

TABLE = "Titel,Kommentar,Text\n{},Ein Kommentar zu {},Es regnet bei {}.\n"


def titles(stage: Stage) -> list[str]:
    from archive_app.storage.queries import article_cards, article_ids

    with stage.bench.workspace.archive.reading() as session:
        return [card.title for card in article_cards(session, article_ids(session, order="added"))][3:]


def test_a_table_is_asked_about_once_and_remembered(open_stage: Stage, tmp_path: Path) -> None:
    stage, bench = open_stage, open_stage.bench
    for name in "ab":
        (tmp_path / f"{name}.csv").write_text(TABLE.format(name, name, name), "utf-8")
    bench.import_paths([tmp_path / "a.csv"])
    stage.wait_until(lambda: bench.tables.dialog is not None, "the question")
    dialog = bench.tables.dialog
    assert dialog is not None
    assert dialog.windowTitle() == "Columns of “a.csv”"
    dialog.accept()
    stage.wait_until(lambda: titles(stage) == ["a"], "the first import")
    stage.wait_until(lambda: not bench.is_importing, "its end")
    bench.import_paths([tmp_path / "b.csv"])
    stage.wait_until(lambda: titles(stage) == ["a", "b"], "the second import, without a question")
    assert bench.tables.dialog is None


def test_refusing_to_answer_imports_nothing(open_stage: Stage, tmp_path: Path) -> None:
    stage, bench = open_stage, open_stage.bench
    (tmp_path / "a.csv").write_text(TABLE.format("a", "a", "a"), "utf-8")
    bench.import_paths([tmp_path / "a.csv"])
    stage.wait_until(lambda: bench.tables.dialog is not None, "the question")
    assert bench.tables.dialog is not None
    bench.tables.dialog.reject()
    stage.wait_until(lambda: not bench.is_importing, "the end of the import")
    assert titles(stage) == []
    labels = stage.window.statusBar().findChildren(QLabel)
    stage.wait_until(lambda: "Nothing was imported." in [label.text() for label in labels], "the sentence")


def test_cancelling_the_import_takes_the_question_away(open_stage: Stage, tmp_path: Path) -> None:
    stage, bench = open_stage, open_stage.bench
    (tmp_path / "a.csv").write_text(TABLE.format("a", "a", "a"), "utf-8")
    bench.import_paths([tmp_path / "a.csv"])
    stage.wait_until(lambda: bench.tables.dialog is not None, "the question")
    bench.intake.cancel()
    stage.wait_until(lambda: not bench.is_importing and bench.tables.dialog is None, "the end")
    assert titles(stage) == []


def test_a_list_of_links_opens_the_question_whether_to_fetch_them(open_stage: Stage, tmp_path: Path) -> None:
    from archive_app.gui.intake.addresses_dialog import AddressesDialog

    stage = open_stage
    (tmp_path / "links.txt").write_text("https://blick.example/a\nhttps://blick.example/b\n", "utf-8")
    stage.bench.import_paths([tmp_path / "links.txt"])

    def asked() -> list[AddressesDialog]:
        return stage.window.findChildren(AddressesDialog)

    stage.wait_until(lambda: bool(asked()), "the addresses")
    assert asked()[0].text.toPlainText() == "https://blick.example/a\nhttps://blick.example/b"
    asked()[0].reject()
