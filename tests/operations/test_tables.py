from pathlib import Path

from archive_app.importing.sandbox import Sandbox
from archive_app.importing.tables.mapping import TableMapping, setting_of
from archive_app.model.tables import Article
from archive_app.operations.importing import import_files
from archive_app.operations.tables import tables_among
from archive_app.storage.archive import Archive

MAPS = "Kopf,Rumpf,Wann\n{},Es geschah etwas.,2019-04-16\n"


def test_tables_with_the_same_headings_are_found_once(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(MAPS.format("A"), "utf-8")
    (tmp_path / "b.csv").write_text(MAPS.format("B"), "utf-8")
    (tmp_path / "c.csv").write_text("title,text\nC,Etwas anderes.\n", "utf-8")
    (tmp_path / "no.csv").write_text("Just a letter without columns.\n", "utf-8")
    (tmp_path / "story.txt").write_text("A story.\n", "utf-8")
    with Sandbox() as sandbox:
        found = tables_among([tmp_path], sandbox=sandbox)
        assert [table.names for table in found] == [("a.csv", "b.csv"), ("c.csv",)]


def test_a_remembered_mapping_is_for_tables_with_its_headings_alone(
    empty_archive: Archive, tmp_path: Path
) -> None:
    (tmp_path / "a.csv").write_text(MAPS.format("A"), "utf-8")
    (tmp_path / "c.csv").write_text("title,text\nC,Etwas anderes.\n", "utf-8")
    with Sandbox() as sandbox:
        found = tables_among([tmp_path / "a.csv"], sandbox=sandbox)
        mapping = TableMapping(title="Kopf", text="Rumpf", date="Wann")
        settings = {setting_of(found[0].preview.signature): mapping.as_json()}
        import_files(empty_archive, [tmp_path], coder="Ada", settings=settings, sandbox=sandbox)
    with empty_archive.reading() as session:
        first, second = session.get_one(Article, 1), session.get_one(Article, 2)
    assert (first.title, first.published, second.title) == ("A", "2019-04-16", "C")
