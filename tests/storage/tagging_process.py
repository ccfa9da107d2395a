"""Tags passages in a loop and says so after each; run as a process that is to be killed."""

import os
import sys
from pathlib import Path

from archive_app.operations.tagging import ActorChoice, ClaimChoice, mark_passage
from archive_app.storage.archive import open_archive


def main(folder: Path, first: int) -> None:
    """Print the key of each passage when it is on disk."""
    with open_archive(folder) as archive:
        number = first
        while True:
            marked = mark_passage(
                archive, 1, number % 40, number % 40 + 9,
                actors=[ActorChoice(f"Actor {number}")], claims=[ClaimChoice(f"Claim > Type {number}")],
                memo=f"note {number} " * 50, coder="Ada",
            )  # fmt: skip
            os.write(1, f"{marked.passage_id} {number}\n".encode())
            number += 1


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
