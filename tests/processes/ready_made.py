"""Processes that are there at once: forked from one that imported what they need and did nothing else.

The app spawns its processes: each imports for a second what reads files or keeps the index. With hundreds of
tests that was most of the time of the suite. What is marked ``spawned`` starts them as the app does.
"""

import multiprocessing
import os
from collections.abc import Callable, Mapping
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from typing import Any

ARE_POSSIBLE = "forkserver" in multiprocessing.get_all_start_methods()

_IMPORTED = [
    "archive_app.search.indexer", "archive_app.importing.worker", "archive_app.operations.near_duplicates",
    "trafilatura", "readability", "htmldate", "charset_normalizer",
]  # fmt: skip

_get_context = multiprocessing.get_context


def get_context(method: str | None = None) -> Any:
    """Stand in for :func:`multiprocessing.get_context`, and give ready-made processes for spawned ones."""
    return _ReadyMade(_get_context("forkserver")) if method == "spawn" else _get_context(method)


class _ReadyMade:
    """A context whose processes are forked from the prepared one, with the environment of the moment."""

    def __init__(self, context: BaseContext) -> None:
        self._context = context
        context.set_forkserver_preload(_IMPORTED)
        self.Pipe = context.Pipe

    def Process(
        self, *, target: Callable[..., object], args: tuple[object, ...], name: str, daemon: bool
    ) -> BaseProcess:
        return self._context.Process(  # type: ignore[attr-defined, no-any-return]  # each context has it
            target=_run, args=(dict(os.environ), target, *args), name=name, daemon=daemon
        )


def _run(environment: Mapping[str, str], target: Callable[..., object], *args: object) -> None:
    # The prepared process has the environment of the test that was first to need it.
    os.environ.clear()
    os.environ.update(environment)
    target(*args)
