"""Imports and their outcomes in words."""

import re

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, Qt

from archive_app.gui.lists.wording import number
from archive_app.model.values import OutcomeState, RunState
from archive_app.storage.import_reports import ArticleOutcome, FileOutcome, RunCard

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
