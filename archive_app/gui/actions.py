"""One registry of everything a person can do: menus, toolbar, shortcuts and palette come from it."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QSizePolicy, QToolBar, QWidget

from archive_app.gui.icons import icon
from archive_app.gui.theme import LIGHT, Theme


@dataclass(frozen=True)
class ActionSpec:
    """One thing a person can do."""

    name: str
    """For programs, e.g. ``tag-actor``."""
    title: str
    menu: str
    keys: tuple[str, ...] = ()
    """Shortcuts in Qt's portable notation, the first is shown."""
    icon: str = ""
    hint: str = ""
    """One sentence on what it does, for tooltip and palette."""
    on_toolbar: bool = False
    checkable: bool = False
    short: str = ""
    """What the toolbar says, where the title is long."""
    separated: bool = False
    """Whether a line stands above it in the menu."""
    in_reader: bool = False
    """Whether its shortcut is a plain key that belongs to the reader and lists, never to a text field."""


class Actions(QObject):
    """The registry: built from specs, bound to callbacks by whoever carries them out."""

    triggered = Signal(str)

    def __init__(self, specs: tuple[ActionSpec, ...], window: QWidget) -> None:
        super().__init__(window)
        self.specs = {spec.name: spec for spec in specs}
        assert len(self.specs) == len(specs), "two actions share a name"
        self._actions: dict[str, QAction] = {}
        self._theme = LIGHT
        self._without_icon: list[str] = []
        for spec in specs:
            action = QAction(_tr(spec.title), window)
            action.setObjectName(spec.name)
            action.setCheckable(spec.checkable)
            if spec.short:
                action.setIconText(_tr(spec.short))
            keys = [QKeySequence(key, QKeySequence.SequenceFormat.PortableText) for key in spec.keys]
            action.setShortcuts(keys)
            hint = _tr(spec.hint) if spec.hint else _tr(spec.title).rstrip("…")
            shown = keys[0].toString(QKeySequence.SequenceFormat.NativeText) if keys else ""
            action.setToolTip(f"{hint} ({shown})" if shown else hint)
            action.setStatusTip(hint)
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            action.triggered.connect(lambda _checked=False, name=spec.name: self.triggered.emit(name))
            window.addAction(action)
            self._actions[spec.name] = action

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def __iter__(self):  # type: ignore[no-untyped-def]  # an iterator over names, as of a dict
        return iter(self._actions)

    def bind(self, name: str, callback: Callable[[], object]) -> None:
        """Say what happens when an action is triggered."""
        self._actions[name].triggered.connect(lambda _checked=False: callback())

    def enable(self, enabled: bool, *names: str) -> None:
        """Switch actions on or off."""
        for name in names:
            self._actions[name].setEnabled(enabled)

    def paint(self, theme: Theme) -> None:
        """Give every action its icon in the colours of a theme."""
        self.paint_later(theme)
        self.paint_rest()

    def paint_later(self, theme: Theme) -> None:
        """Leave the icons to :meth:`paint_rest`: until a menu opens or a toolbar is shown, none is seen."""
        self._theme = theme
        self._without_icon = [name for name, spec in self.specs.items() if spec.icon]

    def paint_rest(self, most: int | None = None) -> bool:
        """Give actions the icons they still lack, or so many of them; return whether all have theirs."""
        for name in self._without_icon[:most]:
            self._actions[name].setIcon(icon(self.specs[name].icon, self._theme))
        del self._without_icon[:most]
        return not self._without_icon

    def fill_menus(self, bar: QMenuBar, order: tuple[str, ...]) -> dict[str, QMenu]:
        """Make the menus in order; return them by their untranslated titles."""
        menus: dict[str, QMenu] = {}
        for title in order:
            menus[title] = bar.addMenu(_tr(title))
            menus[title].aboutToShow.connect(lambda: self.paint_rest())
            for name, spec in self.specs.items():
                if spec.menu == title:
                    if spec.separated:
                        menus[title].addSeparator()
                    menus[title].addAction(self._actions[name])
        return menus

    def fill_toolbar(self, bar: QToolBar) -> None:
        """Add the actions that stand on the toolbar, a line between menus; views go to the far end."""
        menu = ""
        listed = [spec for spec in self.specs.values() if spec.on_toolbar]
        for spec in sorted(listed, key=lambda spec: spec.checkable):
            if spec.checkable and menu != spec.menu:
                spacer = QWidget()
                spacer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
                bar.addWidget(spacer)
            elif menu and spec.menu != menu:
                bar.addSeparator()
            bar.addAction(self._actions[spec.name])
            menu = spec.menu

    def title(self, name: str) -> str:
        """Return what an action is called, whatever it would do just now."""
        return _tr(self.specs[name].title).replace("&", "").rstrip("…")

    def shortcut_text(self, name: str) -> str:
        """Return an action's first shortcut as people read it, or nothing."""
        keys = self._actions[name].shortcut()
        return keys.toString(QKeySequence.SequenceFormat.NativeText)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Actions", text)
