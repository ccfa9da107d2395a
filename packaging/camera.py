"""A window on a stage, and pictures of it in resources/screenshots."""

from pathlib import Path

from few_colours import save_small
from PySide6.QtCore import QPoint
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QWidget

from archive_app.gui.app import make_window
from archive_app.gui.settings import Settings
from archive_app.gui.stage import Stage
from archive_app.gui.theme import ThemeChoice

FOLDER = Path(__file__).parent.parent / "resources" / "screenshots"


class Camera:
    """Sets scenes in a window of one theme and takes them."""

    size = (1360, 850)

    def __init__(self, application: QApplication, work: Path, theme: ThemeChoice) -> None:
        settings = work / f"settings {type(self).__name__} {theme}"
        settings.mkdir()
        chosen = Settings(settings)
        chosen.coder = "M. Reader"
        self.application = application
        self.work = work
        self.theme = theme
        self.window = make_window(application, settings=chosen, theme=theme)
        self.window.resize(*self.size)
        self.window.show()
        self.stage = Stage(application, self.window)

    def open(self, folder: Path) -> None:
        self.window.open_folder(folder)
        self.stage.wait_until(lambda: self.window.bench is not None, f"{folder} to open")
        self.stage.rest(400)

    def file(self, name: str) -> Path:
        return FOLDER / f"{name}-{self.theme}.png"

    def shoot(self, name: str, widget: QWidget | None = None) -> None:
        self.stage.rest(80)
        save_small((widget or self.window).grab().toImage(), self.file(name))

    def shoot_popup(self, name: str) -> None:
        self.stage.rest(150)
        popup = self.application.activePopupWidget()
        assert popup is not None
        self.shoot(name, popup)

    def shoot_over(self, name: str, popup: QWidget) -> None:
        """Take the window with a popup over it, which is no part of it."""
        self.stage.rest(80)
        picture = self.window.grab()
        with QPainter(picture) as painter:
            painter.drawPixmap(self.window.mapFromGlobal(popup.mapToGlobal(QPoint(0, 0))), popup.grab())
        save_small(picture.toImage(), self.file(name))

    def shoot_dialog(self, name: str, action: str) -> None:
        self.stage.do(action)
        dialog = self.stage.wait_for_dialog(name)
        self.stage.rest(300)
        self.shoot(name, dialog)
        dialog.close()
        self.stage.rest(100)
