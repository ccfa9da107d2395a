from pytestqt.qtbot import QtBot

from archive_app.gui.intake.mapping_dialog import MappingDialog
from archive_app.importing.reader import Material
from archive_app.importing.reading import read_material
from archive_app.importing.tables.preview import LOOK, TablePreview

PRESS = """Titel,Datum,Kommentar,Text
Regen im Norden,03/04/2019,Ein Kommentar,Es regnet.
Sonne,05/06/2019,,Sie scheint.
"""


def preview(text: str) -> TablePreview:
    return TablePreview.from_json(read_material(Material("a.csv", text.encode(), {LOOK: "yes"})).look)


def dialog(qtbot: QtBot, text: str = PRESS, *names: str) -> MappingDialog:
    made = MappingDialog(preview(text), names or ("a.csv",))
    qtbot.addWidget(made)
    made.show()
    return made


def choose(made: MappingDialog, column: str, role: str) -> None:
    combo = made.combos[column]
    combo.setCurrentIndex(combo.findData(role))
    combo.activated.emit(combo.currentIndex())


def test_the_guess_is_shown_and_the_first_article_as_it_will_be(qtbot: QtBot) -> None:
    made = dialog(qtbot)
    assert {column: combo.currentData() for column, combo in made.combos.items()} == {
        "Titel": "title", "Datum": "date", "Kommentar": "", "Text": "text",
    }  # fmt: skip
    assert made.result_.title.text() == "Regen im Norden"
    assert made.result_.text.toPlainText() == "Es regnet."
    assert made.accept_button.isEnabled()


def test_what_is_chosen_is_shown_at_once_and_no_role_is_given_twice(qtbot: QtBot) -> None:
    made = dialog(qtbot)
    choose(made, "Kommentar", "text")
    assert made.result_.text.toPlainText() == "Ein Kommentar"
    assert made.combos["Text"].currentData() == ""
    assert (made.mapping.text, made.mapping.title) == ("Kommentar", "Titel")


def test_without_a_text_or_an_address_nothing_can_be_imported(qtbot: QtBot) -> None:
    made = dialog(qtbot)
    choose(made, "Text", "")
    assert not made.accept_button.isEnabled()
    assert "Say which column is the text" in made.complaint.text()


def test_the_order_of_day_and_month_is_asked_only_where_it_matters(qtbot: QtBot) -> None:
    made = dialog(qtbot)
    assert made.order.isVisible()
    made.order.setCurrentIndex(made.order.findData("day"))
    made.order.activated.emit(made.order.currentIndex())
    assert made.mapping.date_order == "day"
    assert "2019-04-03" in made.result_.facts.text()
    certain = dialog(qtbot, PRESS.replace("05/06/2019", "25/06/2019"))
    assert not certain.order.isVisible()
    assert "2019-04-03" in certain.result_.facts.text()


def test_a_table_of_addresses_says_that_they_are_fetched_later(qtbot: QtBot) -> None:
    made = dialog(qtbot, "title,url\nStorm,https://blick.example/a\n")
    assert "to be fetched later" in made.complaint.text()
    assert made.accept_button.isEnabled()


def test_every_combo_has_a_name_and_is_reached_by_keyboard(qtbot: QtBot) -> None:
    made = dialog(qtbot)
    for column, combo in made.combos.items():
        assert column in combo.accessibleName()
        assert combo.focusPolicy().name in ("StrongFocus", "WheelFocus")


def test_a_very_wide_table_lists_the_columns_that_matter(qtbot: QtBot) -> None:
    headings = [f"c{number}" for number in range(300)]
    text = ",".join([*headings, "title", "text"]) + "\n" + ",".join(["x"] * 300 + ["A", "Es regnet."]) + "\n"
    made = dialog(qtbot, text)
    assert {"title", "text"} <= set(made.combos)
    assert len(made.combos) == 80
