from pytestqt.qtbot import QtBot

from archive_app.gui.intake.addresses_dialog import AddressesDialog
from archive_app.model.web_links import WebLink


def dialog(qtbot: QtBot, *links: WebLink) -> AddressesDialog:
    made = AddressesDialog(links)
    qtbot.addWidget(made)
    made.show()
    return made


def test_addresses_are_counted_as_they_are_typed(qtbot: QtBot) -> None:
    made = dialog(qtbot)
    assert not made.fetch.isEnabled()
    made.text.setPlainText("https://blick.example/a\nhttp://127.0.0.1/\nhttps://blick.example/a\nnonsense\n")
    qtbot.waitUntil(made.fetch.isEnabled)
    assert made.counted.text() == "1 can be fetched, 2 cannot, 1 repeated."
    assert "Line 2: http://127.0.0.1/ – It leads into a private network" in made.problems.item(0).text()
    assert [link.url for link in made.links()] == ["https://blick.example/a"]


def test_a_wrong_line_is_gone_to(qtbot: QtBot) -> None:
    made = dialog(qtbot)
    made.text.setPlainText("https://blick.example/a\nnonsense\n")
    qtbot.waitUntil(made.fetch.isEnabled)
    made.problems.setCurrentRow(0)
    made.problems.itemActivated.emit(made.problems.item(0))
    assert made.text.textCursor().selectedText() == "nonsense"


def test_what_a_list_said_of_an_address_is_kept(qtbot: QtBot) -> None:
    link = WebLink("https://blick.example/a", outlet="Blick")
    made = dialog(qtbot, link)
    qtbot.waitUntil(made.fetch.isEnabled)
    made.text.appendPlainText("https://blick.example/b")
    qtbot.waitUntil(lambda: made.fetch.isEnabled() and len(made.links()) == 2)
    assert made.links() == [link, WebLink("https://blick.example/b")]


def test_a_long_list_is_looked_at_in_turns(qtbot: QtBot) -> None:
    made = dialog(qtbot)
    made.text.setPlainText("\n".join(f"https://blick.example/{n}" for n in range(1800)) + "\nnonsense")
    qtbot.waitUntil(made.fetch.isEnabled)
    assert len(made.links()) == 1800
    assert made.problems.item(0).text().startswith("Line 1801:")
