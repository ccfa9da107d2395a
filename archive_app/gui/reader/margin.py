"""What stands in the margin beside a block: a bar and a label per passage, crowded places folded into
"+3"."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from archive_app.gui.reader.highlights import Placed, Strike
from archive_app.gui.reader.pieces import BlockLines


@dataclass(frozen=True, slots=True)
class Bar:
    """The vertical line of one passage beside one block; heights in the block, pixels."""

    placed: Placed
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Label:
    """The name of one passage, or of several folded into one, beside the line where it begins."""

    top: float
    """Height in the block, pixels."""
    passages: tuple[Placed, ...] = ()
    """One passage, or those that are folded."""
    strike: Strike | None = None
    is_fold: bool = False
    room: float = 0.0
    """Height from its top down to the next label or the block's end, pixels."""


@dataclass(frozen=True, slots=True)
class Margin:
    """Everything in the margin beside one block."""

    bars: tuple[Bar, ...] = ()
    labels: tuple[Label, ...] = ()


def arrange_margin(
    lines: BlockLines,
    block_start: int,
    block_height: float,
    passages: Sequence[Placed],
    strikes: Sequence[tuple[int, int, Strike]],
    label_height: float,
) -> Margin:
    """Arrange bars and labels beside a block so that no two labels touch.

    A label stands beside the line where its passage begins, or right below the label before it. What finds no
    room before the block ends, and what has no lane of its own, folds into the last place. `block_start` is
    in UTF-16 units, `strikes` come as (start, end, strike) in the same units, heights are pixels.
    """
    bars = []
    wanted: list[tuple[float, Label]] = []
    folded: list[Placed] = []
    for placed in passages:
        top = lines.height_of(max(0, placed.start - block_start))
        if not placed.is_folded:
            bottom = lines.height_of(max(0, placed.end - block_start))
            bars.append(Bar(placed, top, max(bottom, top + 5)))
        if placed.start >= block_start:
            line = lines.boxes[lines.line_of(placed.start - block_start)]
            at = float(round(line.baseline - label_height * 0.76))
            if placed.is_folded:
                folded.append(placed)
            else:
                wanted.append((at, Label(at, (placed,))))
    for start, _, strike in strikes:
        if start >= block_start:
            line = lines.boxes[lines.line_of(start - block_start)]
            at = float(round(line.baseline - label_height * 0.76))
            wanted.append((at, Label(at, (), strike)))
    wanted.sort(key=lambda each: each[0])
    labels = _stacked(wanted, folded, block_height, label_height)
    ends = [label.top for label in labels[1:]] + [block_height]
    roomy = (replace(label, room=end - label.top) for label, end in zip(labels, ends, strict=False))
    return Margin(tuple(bars), tuple(roomy))


def _stacked(
    wanted: list[tuple[float, Label]], folded: list[Placed], block_height: float, label_height: float
) -> tuple[Label, ...]:
    """Put labels one below the other; the rest, with the folded, into one last label."""
    if not wanted and not folded:
        return ()
    labels: list[Label] = []
    next_free = float("-inf")
    rest = list(folded)
    for at, label in wanted:
        top = max(at, next_free)
        if top + label_height > block_height:
            rest += label.passages
            continue
        labels.append(Label(top, label.passages, label.strike))
        next_free = top + label_height
    if not rest:
        return tuple(labels)
    while labels and next_free + label_height > block_height:
        # The last label gives its place to the fold, and joins it; a strike keeps its place.
        if labels[-1].strike is not None:
            break
        dropped = labels.pop()
        rest += dropped.passages
        next_free = dropped.top
    top = max(next_free, wanted[0][0] if wanted else 0.0)
    labels.append(Label(top, tuple(sorted(rest)), None, True))
    return tuple(labels)
