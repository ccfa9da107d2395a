"""The open article's metadata, each field written when it is left."""

from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import partial
from typing import Any

from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from archive_app.gui.inspector.fields import (
    HintedLine,
    MemoField,
    WrappedField,
    complaint_label,
    complaint_style,
    not_saved,
)
from archive_app.gui.inspector.groups import ArticleGroups
from archive_app.gui.inspector.hints import KeyHints
from archive_app.gui.inspector.keeping import plain_text, shortened, write_kept
from archive_app.gui.inspector.passage import line, readable_moment
from archive_app.gui.lists.wording import breakable, joined
from archive_app.gui.theme import SPACE, Theme
from archive_app.gui.workspace import Workspace
from archive_app.model.errors import NotFound, Refused
from archive_app.model.text import canonical
from archive_app.operations.articles import edit_article
from archive_app.storage.archive import Archive
from archive_app.storage.queries import ArticleCard

_FIELDS = ("outlet", "authors", "published", "url", "language", "section")
_Place = tuple[int, str]  # an article's key and the name of one of its fields


class _Why(Enum):
    """Why what was typed is not on disk."""

    REFUSED = auto()
    FAILED = auto()
    GONE = auto()


@dataclass(frozen=True)
class _Draft:
    """What was typed in a field and came back unwritten."""

    typed: str
    why: _Why
    sentence: str


class ArticleDetails(QWidget):
    """What there is to see and change of one article."""

    def __init__(self, workspace: Workspace, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._theme = theme
        self._article: ArticleCard | None = None
        # What could not be written stays as it was typed, also while another article is looked at.
        self._drafts: dict[_Place, _Draft] = {}
        self._handed: dict[_Place, list[str]] = {}
        self._titles: dict[int, str] = {}
        self.fields: dict[str, QLineEdit] = {}
        self._complaints: dict[str, QLabel] = {}

        heading = QLabel(self.tr("Article"))
        heading.setProperty("role", "section")
        self.title = WrappedField(5)
        self.title.setObjectName("article-title")
        self.title.setAccessibleName(self.tr("Title"))
        self.title.setPlaceholderText(self.tr("Title"))
        self.title.left.connect(partial(self._write, "title"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE)
        grid.setVerticalSpacing(1)
        grid.setColumnStretch(1, 1)
        for row, name in enumerate(_FIELDS):
            label = QLabel(self._label(name))
            label.setProperty("role", "caption")
            field = HintedLine("—", self._hint(name))
            field.setObjectName(f"article-{name}")
            field.setAccessibleName(self._label(name))
            field.setMinimumWidth(60)
            field.editingFinished.connect(partial(self._write, name))
            label.setBuddy(field)
            grid.addWidget(label, 2 * row, 0)
            grid.addWidget(field, 2 * row, 1)
            grid.addWidget(self._complaint(name), 2 * row + 1, 1)
            self.fields[name] = field
        memo_label = QLabel(self.tr("Memo"))
        memo_label.setProperty("role", "section")
        self.memo = MemoField(self.tr("What do you make of this article?"))
        self.memo.setAccessibleName(self.tr("Memo on the article"))
        memo_label.setBuddy(self.memo)
        self.memo.written.connect(self._write_memo)
        self.memo.state_changed.connect(lambda held: self._complain("memo", not_saved() if held else ""))
        self.groups = ArticleGroups(workspace, theme)
        self._origin = QLabel()
        self._origin.setProperty("role", "caption")
        self._origin.setWordWrap(True)
        self._hints = KeyHints(theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * SPACE, SPACE + 6, SPACE + 4, 2 * SPACE)
        column.setSpacing(SPACE)
        column.addWidget(heading)
        column.addWidget(self.title)
        column.addWidget(self._complaint("title"))
        column.addLayout(grid)
        column.addWidget(self.groups)
        column.addWidget(memo_label)
        column.addWidget(self.memo)
        column.addWidget(self._complaint("memo"))
        column.addWidget(self._origin)
        column.addSpacing(2)
        column.addWidget(line())
        column.addSpacing(2)
        column.addWidget(self._hints)
        column.addStretch()
        self.set_theme(theme)

    @property
    def article(self) -> ArticleCard | None:
        """Return the article that is shown."""
        return self._article

    def complaint(self, name: str) -> str:
        """Return the sentence under a field, or nothing."""
        return self._complaints[name].text()

    def show_article(self, article: ArticleCard) -> None:
        """Show an article; a field that is being changed keeps what is typed in it."""
        same = self._article is not None and self._article.id == article.id
        if not same:
            self.flush()
            for place, draft in self._drafts.items():
                if place[0] == article.id and draft.why is _Why.GONE:
                    # Undo has brought the article back.
                    self._drafts[place] = replace(draft, why=_Why.FAILED)
        before, self._article = self._article, article
        self._titles[article.id] = shortened(article.title)
        for name in ("title", *_FIELDS):
            if before is None or not same:
                self._show(name)
            elif self._text(name) == _as_shown(getattr(before, name)):
                self._drafts.pop((article.id, name), None)
                self._show(name)
        self.groups.show_article(article.id)
        self.memo.show_memo(article.id, article.memo)
        self._origin.setText(
            joined(
                self.tr("%n word(s)", "", article.words),
                breakable(article.source),
                self.tr("added {moment}").format(moment=readable_moment(article.created)),
            )
        )

    def forget(self) -> None:
        """Show no article any more."""
        self.flush()
        self.memo.forget()
        self._article = None

    def flush(self) -> None:
        """Write whatever was typed and is not written yet, and what could not be written before."""
        for name in ("title", *_FIELDS):
            self._write(name)
        shown = self._article.id if self._article is not None else None
        for place, draft in list(self._drafts.items()):
            if draft.why is _Why.FAILED and place[0] != shown and place not in self._handed:
                self._hand_over(place, draft.typed)
        self.memo.flush()

    def unsaved(self) -> list[str]:
        """Return a sentence for each thing that is typed and not on disk, also what was refused."""
        typed = {place: (handed[-1], "") for place, handed in self._handed.items()}
        for place, draft in self._drafts.items():
            typed[place] = (draft.typed, draft.sentence if draft.why is _Why.REFUSED else "")
        article = self._article
        if article is not None:
            for name in ("title", *_FIELDS):
                text, place = self._text(name), (article.id, name)
                if text == _as_shown(getattr(article, name)):
                    typed.pop(place, None)
                elif typed.get(place, ("", ""))[0] != text:
                    typed[place] = (text, "")
        typed |= {(key, "memo"): (text, "") for key, text in self.memo.keeping.unsaved().items()}
        return [
            self.tr("{field} of “{article}”: {text} {sentence}")
            .format(
                field=self._label(name),
                article=self._titles.get(article_id, ""),
                text=f"“{shortened(text)}”" if text else self.tr("(emptied)"),
                sentence=sentence,
            )
            .strip()
            for (article_id, name), (text, sentence) in typed.items()
        ]

    def set_theme(self, theme: Theme) -> None:
        """Take on a theme's colours."""
        self._theme = theme
        self._hints.set_theme(theme)
        self.groups.set_theme(theme)
        quiet = (
            "border: 1px solid transparent; background: transparent; padding: 3px 6px; border-radius: 5px;"
        )
        self.setStyleSheet(
            f"ArticleDetails QLineEdit {{ {quiet} }}"
            f"ArticleDetails QLineEdit:hover {{ background: {theme.hover}; }}"
            f"ArticleDetails QLineEdit:focus {{ background: {theme.raised}; border-color: {theme.accent}; }}"
            f'ArticleDetails QLineEdit[refused="true"] {{ border-color: {theme.danger}; }}'
            f"WrappedField {{ {quiet} margin-left: -7px; font-size: 12pt; font-weight: 600; }}"
            f"WrappedField:hover {{ background: {theme.hover}; }}"
            f"WrappedField:focus {{ background: {theme.raised}; border-color: {theme.accent}; }}"
            f"{complaint_style(theme)}"
        )

    # Writing ------------------------------------------------------------------------------------

    def _write(self, name: str) -> None:
        article = self._article
        if article is None:
            return
        typed, place = self._text(name), (article.id, name)
        handed, draft = self._handed.get(place), self._drafts.get(place)
        if handed:
            if handed[-1] == typed:
                return
        elif typed == _as_shown(getattr(article, name)):
            self._accept(place)
            return
        elif draft is not None and draft.typed == typed and draft.why is _Why.REFUSED:
            return
        self._hand_over(place, typed)

    def _hand_over(self, place: _Place, typed: str) -> None:
        # Running announces itself and comes back to flush: by then this must count as handed over.
        self._handed.setdefault(place, []).append(typed)
        article_id, name = place
        coder = self._workspace.coder

        def write(archive: Archive) -> Any:  # its changes, or why it was refused
            try:
                return edit_article(archive, article_id, coder=coder, goes_on=None, **{name: typed})
            except (Refused, NotFound) as refusal:
                return refusal

        def written(outcome: Any) -> None:
            if isinstance(outcome, NotFound):
                self._come_back(place, _Draft(typed, _Why.GONE, str(outcome)))
            elif isinstance(outcome, Refused):
                self._come_back(place, _Draft(typed, _Why.REFUSED, str(outcome)))
            else:
                self._settle(place, typed)

        def failed() -> None:
            self._come_back(place, _Draft(typed, _Why.FAILED, not_saved()))

        self._workspace.run(write, written, failed)

    def _write_memo(self, article_id: int, text: str) -> None:
        coder = self._workspace.coder
        write_kept(
            self._workspace,
            self.memo.keeping,
            article_id,
            text,
            lambda archive, step: edit_article(archive, article_id, coder=coder, goes_on=step, memo=text),
        )

    def _come_back(self, place: _Place, draft: _Draft) -> None:
        if not self._take_back(place, draft.typed):
            return  # something newer is on its way
        self._drafts[place] = draft
        if self._is_shown(place) and self._text(place[1]) == draft.typed:
            self._complain(place[1], draft.sentence)

    def _settle(self, place: _Place, typed: str) -> None:
        # What was written has its white space folded; from now on the field follows the archive again.
        newest = self._take_back(place, typed)
        name = place[1]
        if self._article is not None and self._is_shown(place):
            written: dict[str, Any] = {name: " ".join(canonical(typed).split())}  # typed by the field's name
            self._article = replace(self._article, **written)
            if newest and self._text(name) == typed:
                self._drafts.pop(place, None)
                self._show(name)
        if newest:
            self._accept(place)

    def _accept(self, place: _Place) -> None:
        self._drafts.pop(place, None)
        if self._is_shown(place):
            self._complain(place[1], "")

    def _take_back(self, place: _Place, typed: str) -> bool:
        # Returns whether nothing newer is on its way.
        handed = self._handed.get(place, [])
        if typed in handed:
            handed.remove(typed)
        if not handed:
            self._handed.pop(place, None)
        return not handed

    def _is_shown(self, place: _Place) -> bool:
        return self._article is not None and self._article.id == place[0]

    # Fields -------------------------------------------------------------------------------------

    def _show(self, name: str) -> None:
        assert self._article is not None
        place = (self._article.id, name)
        handed, draft = self._handed.get(place), self._drafts.get(place)
        typed, sentence = getattr(self._article, name), ""
        if draft is not None:
            typed, sentence = draft.typed, draft.sentence
        if handed:
            typed, sentence = handed[-1], ""
        if self._text(name) != _as_shown(typed):
            if name == "title":
                self.title.setPlainText(typed)
            else:
                field = self.fields[name]
                at = field.cursorPosition() if field.hasFocus() else 0
                field.setText(typed)
                field.setCursorPosition(at)
        self._complain(name, sentence)

    def _text(self, name: str) -> str:
        return plain_text(self.title.document()) if name == "title" else self.fields[name].text()

    def _complaint(self, name: str) -> QLabel:
        label = self._complaints[name] = complaint_label()
        return label

    def _complain(self, name: str, sentence: str) -> None:
        label = self._complaints[name]
        if label.text() == sentence and label.isHidden() is not bool(sentence):
            return
        label.setText(sentence)
        label.setVisible(bool(sentence))
        field = {"title": self.title, "memo": self.memo}.get(name) or self.fields[name]
        field.setProperty("refused", bool(sentence))
        field.setAccessibleDescription(sentence)
        field.style().unpolish(field)
        field.style().polish(field)

    def _label(self, name: str) -> str:
        return {
            "outlet": self.tr("Outlet"),
            "authors": self.tr("Authors"),
            "published": self.tr("Published"),
            "url": self.tr("Address"),
            "language": self.tr("Language"),
            "section": self.tr("Section"),
            "title": self.tr("Title"),
            "memo": self.tr("Memo"),
        }[name]

    def _hint(self, name: str) -> str:
        return {
            "authors": self.tr("Several are separated by ;"),
            "published": self.tr("As 2019-04-16, 2019-04 or 2019"),
        }.get(name, "")


def _as_shown(text: str) -> str:
    # A field of paragraphs tells them apart by line feeds alone.
    return text.replace("\u2029", "\n")
