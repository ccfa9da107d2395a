"""Heights of many stacked blocks, with the sum above any of them at hand."""

from collections.abc import Sequence


class Heights:
    """Heights of blocks in order; changing one and asking where one begins both cost the logarithm of their
    number.

    A Fenwick tree: P. M. Fenwick, "A new data structure for cumulative frequency tables", 1994. Heights are
    pixels.
    """

    __slots__ = ("_heights", "_tree", "total")

    def __init__(self, heights: Sequence[float] = ()) -> None:
        self._heights = list(heights)
        self.total = float(sum(self._heights))
        count = len(self._heights)
        tree = [0.0, *self._heights]
        for index in range(1, count + 1):
            parent = index + (index & -index)
            if parent <= count:
                tree[parent] += tree[index]
        self._tree = tree

    def __len__(self) -> int:
        return len(self._heights)

    def __getitem__(self, block: int) -> float:
        return self._heights[block]

    def set(self, block: int, height: float) -> float:
        """Give a block another height and return by how much it grew."""
        growth = height - self._heights[block]
        if growth:
            self._heights[block] = height
            self.total += growth
            index, tree = block + 1, self._tree
            while index < len(tree):
                tree[index] += growth
                index += index & -index
        return growth

    def top(self, block: int) -> float:
        """Sum the heights above a block."""
        above, tree = 0.0, self._tree
        while block:
            above += tree[block]
            block -= block & -block
        return above

    def at(self, y: float) -> int:
        """Find the block that covers a height; the first above everything, the last below everything.

        Raises `IndexError` when there are no blocks.
        """
        if not self._heights:
            raise IndexError("there are no blocks")
        position, covered, tree = 0, 0.0, self._tree
        step = 1 << (len(tree) - 1).bit_length()
        while step:
            following = position + step
            if following < len(tree) and covered + tree[following] <= y:
                position = following
                covered += tree[following]
            step >>= 1
        return min(position, len(self._heights) - 1)
