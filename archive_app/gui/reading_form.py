"""The controls for how articles are set: in a small panel over the article, and in the preferences."""

from dataclasses import replace

from PySide6.QtCore import QLocale, QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from archive_app.gui.lists.chip import ChipPopup
from archive_app.gui.reading_settings import (
    LEAST_MEASURE,
    LEAST_SIZE,
    LEAST_SPACING,
    MOST_MEASURE,
    MOST_SIZE,
    MOST_SPACING,
    ReadingSettings,
)
from archive_app.gui.theme import SERIF_FAMILY, SPACE, UI_FAMILY, Theme

_SIZE_STEPS = 2  # a point
_SPACING_STEPS = 20  # a multiple of the size


class ReadingForm(QWidget):
    """Letters, size, length and spacing of lines, paragraph numbers; tells every change at once."""

    changed = Signal(object)
    """Carries the :class:`ReadingSettings` as they are now."""

    def __init__(self, settings: ReadingSettings, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.serif = _face_button(self.tr("Serif"), SERIF_FAMILY)
        self.sans = _face_button(self.tr("Sans"), UI_FAMILY)
        self._faces = QButtonGroup(self)
        for button in (self.serif, self.sans):
            self._faces.addButton(button)
        self.size_slider = _slider(LEAST_SIZE * _SIZE_STEPS, MOST_SIZE * _SIZE_STEPS, _SIZE_STEPS)
        self.measure_slider = _slider(LEAST_MEASURE, MOST_MEASURE, 6)
        self.spacing_slider = _slider(LEAST_SPACING * _SPACING_STEPS, MOST_SPACING * _SPACING_STEPS, 2)
        self.paragraph_numbers = QCheckBox(self.tr("&Number the paragraphs"))
        self.reset = QPushButton(self.tr("Reset"))
        self.reset.setToolTip(self.tr("Go back to the letters, lines and spacing the app came with"))
        self.reset.setProperty("flat", True)

        faces = QHBoxLayout()
        faces.setSpacing(SPACE // 2)
        faces.addWidget(self.serif, 1)
        faces.addWidget(self.sans, 1)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(int(1.5 * SPACE))
        grid.setVerticalSpacing(SPACE)
        grid.setColumnStretch(1, 1)
        grid.setColumnMinimumWidth(1, 16 * SPACE)
        grid.addWidget(QLabel(self.tr("Letters")), 0, 0)
        grid.addLayout(faces, 0, 1, 1, 2)
        self._size_said, self._measure_said, self._spacing_said = QLabel(), QLabel(), QLabel()
        for row, title, slider, said in (
            (1, self.tr("Si&ze"), self.size_slider, self._size_said),
            (2, self.tr("Line len&gth"), self.measure_slider, self._measure_said),
            (3, self.tr("Line s&pacing"), self.spacing_slider, self._spacing_said),
        ):
            label = QLabel(title)
            label.setBuddy(slider)
            slider.setAccessibleName(title.replace("&", ""))
            said.setProperty("role", "caption")
            said.setMinimumWidth(11 * SPACE)
            grid.addWidget(label, row, 0)
            grid.addWidget(slider, row, 1)
            grid.addWidget(said, row, 2)
        last = QHBoxLayout()
        last.addWidget(self.paragraph_numbers, 1)
        last.addWidget(self.reset)
        grid.addLayout(last, 4, 0, 1, 3)

        self.set_theme(theme)
        self.show_settings(settings)
        self._faces.buttonClicked.connect(self._take)
        self.paragraph_numbers.toggled.connect(self._take)
        for slider in (self.size_slider, self.measure_slider, self.spacing_slider):
            slider.valueChanged.connect(self._take)
        self.reset.clicked.connect(self._go_back)

    @property
    def settings(self) -> ReadingSettings:
        """What the controls say."""
        return self._settings

    def show_settings(self, settings: ReadingSettings) -> None:
        """Set the controls, telling nobody."""
        self._settings = settings
        watched = (self.size_slider, self.measure_slider, self.spacing_slider, self.paragraph_numbers)
        blocked = [QSignalBlocker(control) for control in watched]
        (self.serif if settings.face == "serif" else self.sans).setChecked(True)
        self.size_slider.setValue(round(settings.point_size * _SIZE_STEPS))
        self.measure_slider.setValue(settings.measure)
        self.spacing_slider.setValue(round(settings.line_spacing * _SPACING_STEPS))
        self.paragraph_numbers.setChecked(settings.paragraph_numbers)
        for blocker in blocked:
            blocker.unblock()
        self._say()

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        t = theme
        self.setStyleSheet(f"""
            QPushButton:checked {{ background: {t.selection}; border-color: {t.accent}; }}
            QPushButton:checked:focus {{ border: 2px solid {t.accent}; padding: 4px 13px; }}
            QSlider::groove:horizontal {{ height: 4px; border-radius: 2px; background: {t.line}; }}
            QSlider::sub-page:horizontal {{ border-radius: 2px; background: {t.accent}; }}
            QSlider::handle:horizontal {{ width: 14px; height: 14px; margin: -6px 0; border-radius: 8px;
                background: {t.raised}; border: 1px solid {t.dim}; }}
            QSlider::handle:horizontal:hover {{ border-color: {t.text}; }}
            QSlider::handle:horizontal:focus {{ background: {t.accent}; border-color: {t.text}; }}
            """)

    def _take(self) -> None:
        found = replace(
            self._settings,
            face="serif" if self.serif.isChecked() else "sans",
            point_size=self.size_slider.value() / _SIZE_STEPS,
            measure=self.measure_slider.value(),
            line_spacing=self.spacing_slider.value() / _SPACING_STEPS,
            paragraph_numbers=self.paragraph_numbers.isChecked(),
        )
        if found != self._settings:
            self._settings = found
            self._say()
            self.changed.emit(found)

    def _go_back(self) -> None:
        if self._settings != ReadingSettings():
            self.show_settings(ReadingSettings())
            self.changed.emit(self._settings)

    def _say(self) -> None:
        settings, locale = self._settings, QLocale()
        size = locale.toString(settings.point_size, "f", 0 if settings.point_size % 1 == 0 else 1)
        self._size_said.setText(self.tr("{0} pt").format(size))
        self._measure_said.setText(self.tr("{0} characters").format(settings.measure))
        self._spacing_said.setText(locale.toString(settings.line_spacing, "f", 2))
        self.reset.setEnabled(settings != ReadingSettings())


class TextPanel(ChipPopup):
    """The form over a corner of the article it changes; a click elsewhere or Esc closes it."""

    def __init__(self, settings: ReadingSettings, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("How the article is set"))
        self.form = ReadingForm(settings, theme)
        self.zoom_note = QLabel()
        self.zoom_note.setProperty("role", "caption")
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, int(1.5 * SPACE))
        column.setSpacing(SPACE)
        column.addWidget(self.form)
        column.addWidget(self.zoom_note)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        super().set_theme(theme)
        self.form.set_theme(theme)

    def open_over(self, reader: QWidget, zoom: int) -> None:
        """Show in the far upper corner of a reader that shows its text at a zoom in per cent."""
        self.zoom_note.setText(self.tr("Shown at {0} %; Ctrl+0 shows the size chosen here.").format(zoom))
        self.zoom_note.setVisible(zoom != 100)
        self.adjustSize()
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        x = 2 * SPACE if mirrored else reader.width() - self.width() - 3 * SPACE
        place = reader.mapToGlobal(QPoint(x, SPACE))
        screen = reader.screen().availableGeometry()
        left = min(max(place.x(), screen.left()), screen.right() - self.width())
        top = min(max(place.y(), screen.top()), screen.bottom() - self.height())
        self.move(left, top)
        self.show()
        (self.form.serif if self.form.serif.isChecked() else self.form.sans).setFocus()


def _face_button(title: str, family: str) -> QPushButton:
    button = QPushButton(title)
    button.setCheckable(True)
    font = QFont(family)
    font.setPointSizeF(11.0)
    button.setFont(font)
    return button


def _slider(least: float, most: float, page: int) -> QSlider:
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setRange(round(least), round(most))
    slider.setPageStep(page)
    slider.setMinimumHeight(3 * SPACE)
    return slider
