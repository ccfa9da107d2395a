"""Light and dark: colours, spacing and type for the whole window, on Qt's Fusion style.

Text on its ground meets WCAG AA (4.5 : 1) in both, and so do the edges of what is typed in and ticked
(3 : 1); ``tests/gui/test_theme.py`` computes it.
"""

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from archive_app.resources import resource

ThemeChoice = Literal["system", "light", "dark"]

UI_FAMILY = "Inter"
SERIF_FAMILY = "Literata"
ARABIC_FAMILY = "Noto Naskh Arabic"

SPACE = 8
"""Pixels: every margin and gap is a multiple or a half of this."""
RADIUS = 6
"""Pixels: the corners of fields, buttons and cards."""


@dataclass(frozen=True)
class Theme:
    """One set of colours, each as ``#rrggbb``."""

    name: Literal["light", "dark"]
    window: str
    """Behind panels."""
    surface: str
    """Panels and lists."""
    paper: str
    """Under the article's text."""
    raised: str
    """Popups, menus, fields."""
    text: str
    dim: str
    """Secondary text; still 4.5 : 1 on every ground."""
    line: str
    """Separators, and borders that say nothing by themselves."""
    edge: str
    """Borders by which a field or a box to tick is known, handles of scroll bars; 3 : 1 on every ground."""
    hover: str
    accent: str
    on_accent: str
    selection: str
    """Behind selected rows and selected words."""
    danger: str
    warning: str
    success: str
    codes: tuple[str, ...]
    """Twelve colours for claim types, told apart also by the colour-blind; used for lines, bars and dots."""
    tints: tuple[str, ...]
    """The same, light enough to lie behind text."""

    @property
    def is_dark(self) -> bool:
        """Whether light letters stand on dark."""
        return self.name == "dark"


LIGHT = Theme(
    name="light",
    window="#F1EFEA", surface="#F9F8F5", paper="#FFFEFB", raised="#FFFFFF",
    text="#1D2126", dim="#5C6470", line="#DCD8CF", edge="#8E8980", hover="#ECE9E2",
    accent="#0F766E", on_accent="#FFFFFF", selection="#CFE8E4",
    danger="#B42318", warning="#8A5A00", success="#1B7A43",
    codes=(
        "#0072B2", "#C4500A", "#00805E", "#A8408A", "#8A6D00", "#3F4FB5",
        "#B3261E", "#1F7A99", "#5E7D14", "#7A4B9E", "#8C4A2F", "#4D5B66",
    ),
    tints=(
        "#DCEBF7", "#FBE5D6", "#D8F0E6", "#F5E1EF", "#F4EBC6", "#E2E5F7",
        "#FADEDB", "#D9EEF4", "#E8F0D2", "#EBE1F4", "#F3E2DA", "#E4E8EB",
    ),
)  # fmt: skip

DARK = Theme(
    name="dark",
    window="#14171A", surface="#1B1F23", paper="#1F2428", raised="#262C31",
    text="#E7E5E0", dim="#A9B1B9", line="#343B42", edge="#6E7780", hover="#2A3036",
    accent="#3FC2B3", on_accent="#0B2522", selection="#1D4744",
    danger="#FF8A7D", warning="#E8B44C", success="#6BCB8F",
    codes=(
        "#5DB4EE", "#F29455", "#3CCB9C", "#E38AC8", "#DDBB3C", "#97A5F7",
        "#F58078", "#5CC3E0", "#ACCB5A", "#C39BE8", "#D9977A", "#A9B6C0",
    ),
    tints=(
        "#1D3A52", "#4A2F1C", "#173F33", "#452A3E", "#413817", "#2B3158",
        "#4D2725", "#1B3C49", "#333F1B", "#392B4A", "#45302A", "#30383F",
    ),
)  # fmt: skip


class ThemeSwitch(QObject):
    """Which theme is on; follows the system while the choice is ``system``."""

    changed = Signal(object)
    """Carries the :class:`Theme` that is now on."""

    def __init__(self, application: QApplication, choice: ThemeChoice = "system") -> None:
        super().__init__()
        self._application = application
        self._choice: ThemeChoice = choice
        load_interface_fonts()
        font = QFont(UI_FAMILY)
        font.setPointSizeF(10.0)
        application.setFont(font)
        application.styleHints().colorSchemeChanged.connect(self._system_changed)
        self._apply()

    @property
    def theme(self) -> Theme:
        """The theme that is on."""
        if self._choice == "system":
            dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
            return DARK if dark else LIGHT
        return DARK if self._choice == "dark" else LIGHT

    @property
    def choice(self) -> ThemeChoice:
        """What the person chose."""
        return self._choice

    def choose(self, choice: ThemeChoice) -> None:
        """Switch; every widget follows at once."""
        self._choice = choice
        self._apply()
        self.changed.emit(self.theme)

    def _system_changed(self) -> None:
        if self._choice == "system":
            self._apply()
            self.changed.emit(self.theme)

    def _apply(self) -> None:
        self._application.setPalette(palette_of(self.theme))
        self._application.setStyleSheet(stylesheet(self.theme))


def load_interface_fonts() -> None:
    """Make the fonts of the interface known to Qt."""
    _load_fonts("inter", UI_FAMILY)


def load_reading_fonts() -> None:
    """Make the fonts of the article's text known to Qt; the first paint does not need them."""
    _load_fonts("literata", SERIF_FAMILY)
    _load_fonts("noto-naskh-arabic", ARABIC_FAMILY)


def _load_fonts(folder: str, family: str) -> None:
    if family not in QFontDatabase.families():
        for path in sorted(resource("fonts", folder).glob("*.[to]tf")):
            QFontDatabase.addApplicationFont(str(path))


def palette_of(theme: Theme) -> QPalette:
    """Return Qt's palette for a theme."""
    palette = QPalette()
    role = QPalette.ColorRole
    for place, colour in (
        (role.Window, theme.window), (role.WindowText, theme.text), (role.Base, theme.raised),
        (role.AlternateBase, theme.surface), (role.Text, theme.text), (role.Button, theme.raised),
        (role.ButtonText, theme.text), (role.ToolTipBase, theme.raised), (role.ToolTipText, theme.text),
        (role.Highlight, theme.selection), (role.HighlightedText, theme.text), (role.Link, theme.accent),
        (role.PlaceholderText, theme.dim), (role.Mid, theme.line), (role.Midlight, theme.line),
        (role.Light, theme.raised), (role.Dark, theme.line), (role.Accent, theme.accent),
    ):  # fmt: skip
        palette.setColor(place, QColor(colour))
    for place in (role.WindowText, role.Text, role.ButtonText):
        faded = QColor(theme.dim)
        faded.setAlphaF(0.7)
        palette.setColor(QPalette.ColorGroup.Disabled, place, faded)
    return palette


def leading_side() -> Literal["left", "right"]:
    """Return the side on which the interface begins: ``right`` where it is mirrored."""
    is_mirrored = QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
    return "right" if is_mirrored else "left"


def stylesheet(theme: Theme) -> str:
    """Return what the palette cannot say: edges, corners, spacing."""
    t = theme
    arrow, tick, dot, more = (
        resource("theme", f"{name}-{t.name}.svg").as_posix() for name in ("arrow", "tick", "dot", "more")
    )
    return f"""
    QMainWindow, QDialog {{ background: {t.window}; }}
    QToolTip {{ background: {t.raised}; color: {t.text}; border: 1px solid {t.line}; padding: 4px 6px; }}
    QMenuBar {{ background: {t.window}; padding: 2px 4px; }}
    QMenuBar::item {{ padding: 4px 8px; border-radius: 4px; background: transparent; }}
    QMenuBar::item:selected {{ background: {t.hover}; }}
    QMenu {{ background: {t.raised}; border: 1px solid {t.line}; padding: 4px; }}
    QMenu::item {{ padding: 5px 24px 5px 10px; border-radius: 4px; }}
    QMenu::item:selected {{ background: {t.selection}; color: {t.text}; }}
    QMenu::item:disabled {{ color: {t.dim}; }}
    QMenu::icon {{ padding-left: 6px; }}
    QMenu::icon:checked {{ background: {t.selection}; border: 1px solid {t.accent}; border-radius: 4px;
        padding: 2px; left: 0; }}
    QMenu::separator {{ height: 1px; background: {t.line}; margin: 4px 8px; }}
    QToolBar {{ background: {t.window}; border: 0; border-bottom: 1px solid {t.line};
        padding: 4px 8px; spacing: 4px; }}
    QToolBar::separator {{ width: 1px; background: {t.line}; margin: 6px 6px; }}
    QToolButton {{ border: 1px solid transparent; border-radius: {RADIUS}px; padding: 4px 8px; }}
    QToolButton:hover {{ background: {t.hover}; }}
    QToolButton:pressed, QToolButton:checked {{ background: {t.selection}; }}
    QToolButton:checked {{ border-color: {t.accent}; }}
    QToolButton:focus {{ border: 2px solid {t.accent}; padding: 3px 7px; }}
    QToolButton:checked:focus {{ border-color: {t.text}; }}
    QToolButton:disabled {{ color: {t.dim}; }}
    QToolBarExtension {{ padding: 0; qproperty-icon: url("{more}"); qproperty-iconSize: 12px; }}
    QPushButton {{ background: {t.raised}; border: 1px solid {t.line}; border-radius: {RADIUS}px;
        padding: 5px 14px; min-height: 18px; }}
    QPushButton:hover {{ background: {t.hover}; }}
    QPushButton:focus {{ border: 1px solid {t.accent}; }}
    QPushButton:disabled {{ color: {t.dim}; background: {t.window}; }}
    QPushButton[primary="true"] {{ background: {t.accent}; color: {t.on_accent}; border-color: {t.accent};
        font-weight: 600; }}
    QPushButton[primary="true"]:focus {{ border: 2px solid {t.text}; padding: 4px 13px; }}
    QPushButton[primary="true"]:disabled {{ background: {t.line}; color: {t.dim}; border-color: {t.line}; }}
    QPushButton[flat="true"] {{ background: transparent; border: 1px solid transparent; padding: 4px 8px; }}
    QPushButton[flat="true"]:hover {{ background: {t.hover}; }}
    QPushButton[flat="true"]:focus {{ border-color: {t.accent}; }}
    QLineEdit, QPlainTextEdit, QComboBox, QSpinBox, QDateEdit {{ background: {t.raised};
        border: 1px solid {t.edge}; border-radius: {RADIUS}px; padding: 4px 8px;
        selection-background-color: {t.selection}; selection-color: {t.text}; }}
    QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QSpinBox:focus, QDateEdit:focus {{
        border: 2px solid {t.accent}; padding: 3px 7px; }}
    QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled, QSpinBox:disabled {{
        border-color: {t.line}; color: {t.dim}; }}
    QCheckBox, QRadioButton {{ spacing: 8px; }}
    QCheckBox::indicator, QRadioButton::indicator, QListView::indicator {{ width: 14px; height: 14px;
        border: 1px solid {t.edge}; background: {t.raised}; }}
    QCheckBox::indicator, QListView::indicator {{ border-radius: 4px; }}
    QRadioButton::indicator {{ border-radius: 8px; }}
    QCheckBox::indicator:hover, QRadioButton::indicator:hover {{ border-color: {t.text}; }}
    QCheckBox::indicator:checked, QRadioButton::indicator:checked, QListView::indicator:checked {{
        border-color: {t.accent};
        background: {t.accent}; }}
    QCheckBox::indicator:checked, QListView::indicator:checked {{ image: url("{tick}"); }}
    QRadioButton::indicator:checked {{ image: url("{dot}"); }}
    QCheckBox::indicator:focus, QRadioButton::indicator:focus {{ width: 12px; height: 12px;
        border: 2px solid {t.accent}; }}
    QCheckBox::indicator:checked:focus, QRadioButton::indicator:checked:focus {{ border-color: {t.text}; }}
    QCheckBox::indicator:disabled, QRadioButton::indicator:disabled {{ border-color: {t.line};
        background: {t.window}; }}
    QComboBox::drop-down {{ border: 0; width: 24px; }}
    QComboBox::down-arrow {{ image: url("{arrow}"); width: 12px; height: 12px; }}
    QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
    QComboBox QAbstractItemView {{ background: {t.raised}; border: 1px solid {t.line}; padding: 4px;
        selection-background-color: {t.selection}; selection-color: {t.text}; outline: 0; }}
    QAbstractItemView {{ background: {t.surface}; border: 0; outline: 0;
        selection-background-color: {t.selection}; selection-color: {t.text}; }}
    QHeaderView {{ background: {t.window}; }}
    QHeaderView::section {{ background: {t.window}; color: {t.dim}; border: 0;
        border-bottom: 1px solid {t.line}; padding: 6px 8px; font-weight: 500; }}
    QSplitter::handle {{ background: {t.line}; }}
    QSplitter::handle:horizontal {{ width: 1px; }}
    QSplitter::handle:vertical {{ height: 1px; }}
    QStatusBar {{ background: {t.window}; color: {t.dim}; border-top: 1px solid {t.line}; }}
    QStatusBar QLabel {{ color: {t.dim}; padding: 3px 12px; font-size: 9pt; }}
    QStatusBar::item {{ border: 0; }}
    QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
    QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
    QScrollBar::handle {{ background: {t.edge}; border-radius: 3px; margin: 3px;
        min-height: 28px; min-width: 28px; }}
    QScrollBar::handle:hover {{ background: {t.dim}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    QProgressBar {{ background: {t.line}; border: 0; border-radius: 3px; max-height: 6px; min-height: 6px; }}
    QProgressBar::chunk {{ background: {t.accent}; border-radius: 3px; }}
    QTabBar::tab {{ padding: 6px 12px; border: 0; border-bottom: 2px solid transparent; color: {t.dim}; }}
    QTabBar::tab:selected {{ color: {t.text}; border-bottom-color: {t.accent}; }}
    QTabBar::tab:selected:focus {{ background: {t.selection}; }}
    QTabWidget::pane {{ border: 0; border-top: 1px solid {t.line}; }}
    QTreeWidget {{ border: 1px solid transparent; }}
    QTreeWidget:focus {{ border-color: {t.accent}; }}
    QTreeWidget::item {{ padding: 3px 5px; }}
    QLabel[role="title"] {{ font-size: 15pt; font-weight: 600; }}
    QLabel[role="heading"] {{ font-weight: 600; }}
    QLabel[role="caption"] {{ color: {t.dim}; font-size: 9pt; }}
    QLabel[role="section"] {{ color: {t.dim}; font-size: 8.5pt; font-weight: 600; }}
    QFrame[role="panel"] {{ background: {t.surface}; }}
    QFrame[role="card"] {{ background: {t.raised}; border: 1px solid {t.line}; border-radius: {RADIUS}px; }}
    QFrame[role="notice"] {{ background: {t.raised}; border: 1px solid {t.line};
        border-{leading_side()}: 3px solid {t.warning}; border-radius: {RADIUS}px; }}
    QFrame[role="line"] {{ background: {t.line}; max-height: 1px; min-height: 1px; border: 0; }}
    """
