"""The versions of a text in their dialog."""

from archive_app.gui.correcting.marked_text import Part, Run
from archive_app.gui.correcting.versions_dialog import VersionsDialog, inline
from archive_app.gui.stage import Stage
from archive_app.model.text_diff import difference
from archive_app.storage.versions import Comparison
from tests.gui.correcting.test_editing import DENIAL, MARCH, mark, stored
from tests.gui.correcting.test_review import correct, standing, waiting


def open_versions(stage: Stage) -> VersionsDialog:
    stage.press("Ctrl+Alt+H")
    dialog = stage.wait_for_dialog("the versions")
    assert isinstance(dialog, VersionsDialog)
    stage.wait_until(lambda: bool(dialog.changes.toPlainText()), "the comparison")
    return dialog


def rows(dialog: VersionsDialog) -> list[tuple[str, str]]:
    items = [dialog.list.topLevelItem(at) for at in range(dialog.list.topLevelItemCount())]
    return [(item.text(0), item.text(3)) for item in items if item is not None]


def test_versions_are_listed_with_what_made_them_and_the_last_change_is_shown(open_stage: Stage) -> None:
    open_stage.open_article(MARCH)
    correct(open_stage, ("at no house", "at empty houses"))
    dialog = open_versions(open_stage)
    [newest, first] = rows(dialog)
    assert newest == ("2 (current)", "Correct the text of “Marshal orders march on the capital”")
    assert first[0] == "1"
    assert first[1].startswith("Import")
    assert not dialog.restore.isEnabled()
    shown = {run.part: run.text for run in dialog.changes._runs}
    assert "no house" in shown[Part.REMOVED]
    assert "empty houses" in shown[Part.ADDED]
    dialog.close()


def test_an_older_version_is_restored_with_its_passages_and_undone(open_stage: Stage) -> None:
    open_stage.open_article(MARCH)
    mark(open_stage, DENIAL)
    before = stored(open_stage)
    correct(open_stage, ("at no house", "at empty houses"))
    after = stored(open_stage)
    assert waiting(open_stage) == [DENIAL]
    dialog = open_versions(open_stage)
    open_stage.press("Down", dialog.list)
    assert dialog.restore.isEnabled()
    open_stage.press("Space", dialog.restore)
    open_stage.wait_until(lambda: len(rows(dialog)) == 3, "the new version")
    assert rows(dialog)[0][0] == "3 (current)"
    assert stored(open_stage) == before
    assert [passage.quote for passage in standing(open_stage)] == [DENIAL]
    dialog.close()
    open_stage.rest(50)
    open_stage.press("Ctrl+Z")
    open_stage.settle()
    assert stored(open_stage) == after


def test_a_text_never_changed_says_so(open_stage: Stage) -> None:
    open_stage.open_article(MARCH)
    dialog = open_versions(open_stage)
    assert "only version" in dialog.changes.toPlainText()
    assert not dialog.restore.isEnabled()
    dialog.close()


def test_a_comparison_holds_every_changed_word_and_leaves_long_stretches_out() -> None:
    filler = " ".join(f"word{number}" for number in range(400))
    old = f"Alpha came.\n{filler}\nOmega went 🕊️ home."
    new = f"Alphas came.\n{filler}\nOmega went 🕊️ there."
    runs = inline(Comparison(old, new, difference(old, new)))
    assert [run for run in runs if run.part in (Part.REMOVED, Part.ADDED)] == [
        Run("Alpha", Part.REMOVED), Run("Alphas", Part.ADDED),
        Run("home", Part.REMOVED), Run("there", Part.ADDED),
    ]  # fmt: skip
    assert sum(run.part is Part.LEFT_OUT for run in runs) == 1
    assert len("".join(run.text for run in runs)) < 600


def test_a_line_break_taken_out_can_be_seen() -> None:
    old, new = "One two three.\nFour five six seven.", "One two three. Four five six seven."
    runs = inline(Comparison(old, new, difference(old, new)))
    assert any("¶" in run.text for run in runs if run.part is Part.REMOVED)
