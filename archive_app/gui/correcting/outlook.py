"""Where the passages of an article would be if a text were saved; worked out away from the GUI thread."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from archive_app.model.anchoring import Certainty, reanchor
from archive_app.model.text import Utf16Map


@dataclass(frozen=True)
class Outlook:
    """Places in the editor, in UTF-16 units, in the order in which the passages were given."""

    starts: npt.NDArray[np.int64]
    ends: npt.NDArray[np.int64]
    lost: npt.NDArray[np.bool_]
    """Which ones a person would have to review."""
    is_exact: bool
    """Whether the editor has as many code points as the text; not while a letter and its mark stand apart."""

    @property
    def to_review(self) -> int:
        """How many passages a person would have to review."""
        return int(self.lost.sum())


def outlook(old: str, new: str, raw: str, places: Sequence[tuple[int, int]]) -> Outlook:
    """Find passages of an old text in a new one, which the editor holds as ``raw``."""
    anchors = reanchor(old, new, places, candidates=0)
    units = Utf16Map(raw)
    return Outlook(
        np.array([units.to_utf16(anchor.start) for anchor in anchors], np.int64),
        np.array([units.to_utf16(anchor.end) for anchor in anchors], np.int64),
        np.array([anchor.certainty is Certainty.REVIEW for anchor in anchors], np.bool_),
        len(raw) == len(new),
    )
