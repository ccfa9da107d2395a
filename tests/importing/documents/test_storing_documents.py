"""Documents all the way into an archive: their pages stay where they begin."""

from pathlib import Path
from typing import Any

from sqlmodel import select

from archive_app.model.pages import page_of, read_pages
from archive_app.model.tables import Article, ProposedCut, TextVersion
from archive_app.operations.importing import import_files
from archive_app.storage.archive import Archive


def test_a_stored_pdf_knows_its_pages_and_what_runs_along_them(
    empty_archive: Archive, tmp_path: Path, pdf: Any
) -> None:
    for number, sentence in enumerate(
        ("It held on Monday.", "It held on Tuesday.", "Café Wednesday held."), 1
    ):
        page = pdf.page()
        page.text(50, 800, "THE TAVIRA POST", 8)
        page.text(50, 700, sentence)
        page.text(290, 30, str(number + 6), 8)
    pdf.catalog = "/PageLabels<</Nums[0<</S/D/St 7>>]>>"
    (tmp_path / "truce.pdf").write_bytes(pdf.bytes())
    report = import_files(empty_archive, [tmp_path / "truce.pdf"], coder="Ada")
    assert len(report.imported) == 1
    with empty_archive.reading() as session:
        article = session.exec(select(Article)).one()
        version = session.get_one(TextVersion, article.text_id)
        cuts = session.exec(select(ProposedCut)).all()
    pages = read_pages(version.pages)
    assert [page_of(pages, version.text.index(day)) for day in ("Monday", "Tuesday", "Wednesday")] == [
        "7",
        "8",
        "9",
    ]
    assert {cut.quote for cut in cuts} == {"THE TAVIRA POST", "7", "8", "9"}
