"""Imports and their outcomes in words."""

import re

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, Qt

from archive_app.gui.lists.wording import number
from archive_app.model.values import OutcomeState, RunState
from archive_app.operations.import_report import Counted, summary
from archive_app.storage.import_reports import ArticleOutcome, FileOutcome, ImportCounts, RunCard

GLYPHS = {
    OutcomeState.IMPORTED: "check",
    OutcomeState.DUPLICATE: "copy",
    OutcomeState.REVIEW: "info",
    OutcomeState.FAILED: "warning",
}


def _tr(text: str) -> str:
    return QCoreApplication.translate("ImportsView", text)


def state_word(state: OutcomeState) -> str:
    """Return what became of a file or article, in a word or two."""
    return {
        OutcomeState.IMPORTED: _tr("Imported"),
        OutcomeState.DUPLICATE: _tr("Duplicate"),
        OutcomeState.REVIEW: _tr("To look at"),
        OutcomeState.FAILED: _tr("Failed"),
    }[state]


def counts_sentence(counts: ImportCounts) -> str:
    """Return how many articles and files of an import came to what."""
    return summary(counts, _counted)


def _counted(counted: Counted, n: int) -> str:
    if counted is Counted.IMPORTED:
        return QCoreApplication.translate("ImportsView", "%Ln article(s) imported", "", n)
    if counted is Counted.DUPLICATES:
        return QCoreApplication.translate("ImportsView", "%Ln duplicate(s) not stored again", "", n)
    if counted is Counted.FAILED:
        return QCoreApplication.translate("ImportsView", "%Ln file(s) failed", "", n)
    if counted is Counted.FAILED_INSIDE:
        return QCoreApplication.translate("ImportsView", "%Ln article(s) in other files failed", "", n)
    return QCoreApplication.translate("ImportsView", "%Ln file(s) to look at", "", n)


def file_name(outcome: FileOutcome) -> str:
    """Return the last part of a path or address."""
    if re.match(r"https?://", outcome.path):
        return outcome.path
    return outcome.path.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]


def count_words(outcome: FileOutcome) -> str:
    """Return how many articles came of a file: ``3``, or ``3 of 5`` where it holds or declares more."""
    whole = outcome.declared or outcome.imported + outcome.duplicates + outcome.failed
    if whole > outcome.imported and outcome.imported:
        return _tr("{imported} of {whole}").format(imported=number(outcome.imported), whole=number(whole))
    return number(outcome.imported) if outcome.imported else ""


def outcome_sentence(outcome: FileOutcome) -> str:
    """Return what there is to say of a file: why it failed, or the titles of its articles."""
    said = [outcome.reason] if outcome.reason else []
    said += outcome.warnings
    if not said:
        return " · ".join(filter(None, map(article_sentence, outcome.articles[:5])))
    return " ".join(part for part in said if part)


def article_sentence(article: ArticleOutcome) -> str:
    """Return what became of one article of a file."""
    if article.state is OutcomeState.IMPORTED:
        return article.title
    if article.deleted_uid:
        return _tr("Same as “{title}”, which was deleted").format(title=article.of_title or article.title)
    if article.state is OutcomeState.DUPLICATE:
        return _tr("Same as “{title}”").format(title=article.of_title or article.title)
    return article.reason or article.title


def filter_words(state: OutcomeState | None, run: RunCard, *, is_under_way: bool) -> str:
    """Return what a filter of an import's files is called, with how many it shows: ``Failed 2``."""
    if state is not None:
        return f"{state_word(state)} {number(run.holding.get(state, 0))}"
    if is_under_way:
        # Early on nothing is on disk yet, and that is no import of nothing.
        return _tr("All {done} of {total}").format(done=number(run.dealt_with), total=number(run.total))
    return _tr("All {0}").format(number(run.dealt_with))


def run_title(run: RunCard) -> str:
    """Return when an import was made: ``22 Nov 2026, 16:20``."""
    when = QDateTime.fromString(run.started, Qt.DateFormat.ISODateWithMs).toLocalTime()
    return QLocale().toString(when, _tr("d MMM yyyy, HH:mm")) if when.isValid() else run.started


def run_ending(run: RunCard) -> str:
    """Return how an import ended when it did not come to its end; nothing otherwise."""
    if run.was_stopped:
        return _tr("It was stopped before its end. Import the same files again to go on.")
    if run.state is RunState.CANCELLED:
        return _tr(
            "It was cancelled; what was imported before is kept. Import the same files again to go on."
        )
    if run.state is RunState.FAILED:
        return _tr("It ended early because the archive could not be written.")
    return ""
