"""The files that come with the app are found wherever it runs from."""

import sys
from pathlib import Path

import pytest

from archive_app import resources
from archive_app.model.errors import NotFound
from archive_app.resources import resource


def test_in_a_checkout_they_lie_beside_the_package() -> None:
    assert resource("icons", "undo.svg").is_file()
    assert resource("sample", "articles.json").is_file()
    assert resource() == Path(__file__).parents[1] / "resources"


def test_an_installed_app_has_them_in_its_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "archive_app" / "_resources" / "icons").mkdir(parents=True)
    monkeypatch.setattr(resources, "__file__", str(tmp_path / "archive_app" / "resources.py"))
    assert resource("icons") == tmp_path / "archive_app" / "_resources" / "icons"


def test_a_packaged_app_has_them_where_it_unpacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "resources" / "icons").mkdir(parents=True)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert resource("icons") == tmp_path / "resources" / "icons"


def test_an_app_without_them_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "resources").mkdir()  # someone else's
    monkeypatch.setattr(resources, "__file__", str(tmp_path / "archive_app" / "resources.py"))
    with pytest.raises(NotFound, match="Install it again"):
        resource("icons")
