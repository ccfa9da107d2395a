"""Which way a text runs."""

import unicodedata
from functools import lru_cache

_LOOKED_AT = 200  # characters: a title or quote shows its direction in its first words


@lru_cache(maxsize=4096)
def is_right_to_left(text: str) -> bool:
    """Say whether the first letter with a direction belongs to a script that runs from right to left."""
    for character in text[:_LOOKED_AT]:
        direction = unicodedata.bidirectional(character)
        if direction in ("R", "AL"):
            return True
        if direction == "L":
            return False
    return False
