"""Pictures of windows in at most 256 colours: a third of the size, and no eye tells."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage, QImageWriter

_MOST = 256
_KEPT = 48
_ROUNDS = 6
_BEST_COMPRESSION = 0  # for PNG Qt's quality means how quickly it is written

Colours = npt.NDArray[np.float64]


def save_small(image: QImage, file: Path) -> None:
    """Write a picture as PNG with a palette made for it."""
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    height, width = image.height(), image.width()
    pixels = np.frombuffer(image.constBits(), np.uint32).reshape(height, image.bytesPerLine() // 4)[:, :width]
    found, places, counts = np.unique(pixels, return_inverse=True, return_counts=True)
    chosen = found if len(found) <= _MOST else None
    nearest = np.arange(len(found))
    if chosen is None:
        chosen, nearest = _reduced(found, counts)
    indices = nearest[places].reshape(height, width).astype(np.uint8)
    stride = -(-width // 4) * 4
    rows = np.zeros((height, stride), np.uint8)
    rows[:, :width] = indices
    small = QImage(rows.tobytes(), width, height, stride, QImage.Format.Format_Indexed8)
    small.setColorTable([int(colour) | 0xFF000000 for colour in chosen])
    file.parent.mkdir(parents=True, exist_ok=True)
    writer = QImageWriter(str(file))
    writer.setQuality(_BEST_COMPRESSION)
    if not writer.write(small):
        raise OSError(f"“{file}” could not be written: {writer.errorString()}.")


def _reduced(
    found: npt.NDArray[np.uint32], counts: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.int64]]:
    """Choose a palette by k-means, from the most frequent colours on; return it, and each colour's place."""
    channels = np.stack([(found >> shift) & 0xFF for shift in (16, 8, 0)], axis=1).astype(np.float64)
    # Rare colours weigh more than their number: a small red mark must stay red.
    weights = np.sqrt(counts)
    # Grounds, and the colours that are frequent otherwise, stay what they are to the last bit.
    kept = [int(place) for place in np.argsort(-counts)[:_KEPT]]
    palette = channels[_spread(channels, weights, kept)]
    nearest = _nearest(channels, palette)
    for _ in range(_ROUNDS):
        for place in range(_KEPT, _MOST):
            mine = nearest == place
            if mine.any():
                palette[place] = np.average(channels[mine], axis=0, weights=weights[mine])
        nearest = _nearest(channels, palette)
    red, green, blue = np.rint(palette).astype(np.uint32).T
    return (red << 16) | (green << 8) | blue, nearest


def _spread(channels: Colours, weights: npt.NDArray[np.float64], chosen: list[int]) -> list[int]:
    """Add colours that lie far from those chosen, frequent ones first."""
    distance = np.full(len(channels), np.inf)
    for place in chosen:
        distance = np.minimum(distance, ((channels - channels[place]) ** 2).sum(axis=1))
    while len(chosen) < _MOST:
        chosen.append(int((distance * np.sqrt(weights)).argmax()))
        distance = np.minimum(distance, ((channels - channels[chosen[-1]]) ** 2).sum(axis=1))
    return chosen


def _nearest(channels: Colours, palette: Colours) -> npt.NDArray[np.int64]:
    # |a - b|² without a², which is the same for every candidate.
    squares = (palette**2).sum(axis=1)
    return np.asarray((squares - 2 * channels @ palette.T).argmin(axis=1), np.int64)
