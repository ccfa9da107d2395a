"""The open article's metadata, each field written when it is left."""

from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from archive_app.gui.inspector.fields import MemoField, WrappedField
from archive_app.gui.inspector.hints import KeyHints
from archive_app.gui.inspector.passage import line, readable_moment
from archive_app.gui.lists.wording import joined
from archive_app.gui.theme import SPACE, Theme
from archive_app.gui.workspace import Workspace
from archive_app.model.errors import Refused
from archive_app.operations.articles import edit_article
from archive_app.storage.archive import Archive
from archive_app.storage.queries import ArticleCard

_FIELDS = ("outlet", "authors", "published", "url", "language", "section")


class ArticleDetails(QWidget):
    """What there is to see and change of one article."""

    def __init__(self, workspace: Workspace, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._theme = theme
        self._article: ArticleCard | None = None
        # What was refused stays as it was typed, also while another article is looked at.
        self._refused: dict[tuple[int, str], tuple[str, str]] = {}
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
            field = QLineEdit()
            field.setObjectName(f"article-{name}")
            field.setAccessibleName(self._label(name))
            field.setPlaceholderText(self._placeholder(name))
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
        column.addWidget(memo_label)
        column.addWidget(self.memo)
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
        before, self._article = self._article, article
        for name in ("title", *_FIELDS):
            known = getattr(before, name) if same and before is not None else None
            if known is None or self._text(name) == known:
                self._show(name)
        self.memo.show_memo(article.id, article.memo)
        self._origin.setText(
            joined(
                self.tr("%n word(s)", "", article.words),
                article.source,
                self.tr("added {moment}").format(moment=readable_moment(article.created)),
            )
        )

    def forget(self) -> None:
        """Show no article any more."""
        self.flush()
        self._article = None

    def flush(self) -> None:
        """Write whatever was typed and is not written yet."""
        for name in ("title", *_FIELDS):
            self._write(name)
        self.memo.flush()

    def set_theme(self, theme: Theme) -> None:
        """Take on a theme's colours."""
        self._theme = theme
        self._hints.set_theme(theme)
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
            f'QLabel[role="complaint"] {{ color: {theme.danger}; font-size: 9pt; padding: 0 6px 4px 6px; }}'
        )

    # Writing ------------------------------------------------------------------------------------

    def _write(self, name: str) -> None:
        article = self._article
        if article is None:
            return
        typed = self._text(name)
        if typed == getattr(article, name):
            self._accept(article.id, name)
            return
        if self._refused.get((article.id, name), ("", ""))[0] == typed and typed:
            return
        coder = self._workspace.coder

        def write(archive: Archive) -> Any:  # its changes, or why it was refused
            try:
                return edit_article(archive, article.id, coder=coder, **{name: typed})
            except Refused as refusal:
                return refusal

        def written(outcome: Any) -> None:
            if isinstance(outcome, Refused):
                self._refuse(article.id, name, typed, str(outcome))
            else:
                self._settle(article.id, name, typed)

        self._workspace.run(write, written)

    def _write_memo(self, article_id: int, text: str) -> None:
        coder = self._workspace.coder
        self._workspace.run(lambda archive: edit_article(archive, article_id, coder=coder, memo=text))

    def _refuse(self, article_id: int, name: str, typed: str, sentence: str) -> None:
        self._refused[article_id, name] = (typed, sentence)
        if self._article is not None and self._article.id == article_id and self._text(name) == typed:
            self._complain(name, sentence)

    def _settle(self, article_id: int, name: str, typed: str) -> None:
        # What was written has its white space folded; from now on the field follows the archive again.
        if self._article is not None and self._article.id == article_id:
            written: dict[str, Any] = {name: " ".join(typed.split())}  # typed by the field's name
            self._article = replace(self._article, **written)
            if self._text(name) == typed:
                self._refused.pop((article_id, name), None)
                self._show(name)
        self._accept(article_id, name)

    def _accept(self, article_id: int, name: str) -> None:
        self._refused.pop((article_id, name), None)
        if self._article is not None and self._article.id == article_id:
            self._complain(name, "")

    # Fields -------------------------------------------------------------------------------------

    def _show(self, name: str) -> None:
        assert self._article is not None
        typed, sentence = self._refused.get((self._article.id, name), (getattr(self._article, name), ""))
        if self._text(name) != typed:
            if name == "title":
                self.title.setPlainText(typed)
            else:
                self.fields[name].setText(typed)
                self.fields[name].setCursorPosition(0)
        self._complain(name, sentence)

    def _text(self, name: str) -> str:
        return self.title.toPlainText() if name == "title" else self.fields[name].text()

    def _complaint(self, name: str) -> QLabel:
        label = QLabel()
        label.setProperty("role", "complaint")
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.hide()
        self._complaints[name] = label
        return label

    def _complain(self, name: str, sentence: str) -> None:
        label = self._complaints[name]
        if label.text() == sentence and label.isHidden() is not bool(sentence):
            return
        label.setText(sentence)
        label.setVisible(bool(sentence))
        field = self.title if name == "title" else self.fields[name]
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
        }[name]

    def _placeholder(self, name: str) -> str:
        return {
            "outlet": "—",
            "authors": self.tr("Several by ;"),
            "published": self.tr("2019-04-16"),
            "url": "—",
            "language": "—",
            "section": "—",
        }[name]
