"""The manual and the README say what is so: names, keys, commands, columns and links in them are checked."""

import ast
import re
import shlex
from datetime import date
from functools import lru_cache
from pathlib import Path

import pytest

from archive_app.cli.arguments import COMMANDS, parse
from archive_app.exporting.layouts import LAYOUTS
from archive_app.gui.action_list import ACTIONS, MENUS, RECENT_TAGS
from archive_app.search.completing import FIELD_NOTES
from archive_app.search.fields import FIELDS
from archive_app.search.language import understand

ROOT = Path(__file__).parents[1]
CHAPTERS = sorted((ROOT / "resources" / "manual").glob("*.md"))
PAGES = [*CHAPTERS, ROOT / "README.md"]

POPUP_KEYS = {
    "Enter", "Shift+Enter", "Ctrl+Enter", "Tab", "Shift+Tab", "Alt+1", "Alt+4", "Up", "Down", "Esc", "Space",
}  # fmt: skip
"""Keys of the popup, the memo sheet and the lists, which are no actions."""

_CODE_BLOCK = re.compile(r"^```(?P<language>\w*)\n(?P<lines>.*?)^```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`[^`\n]+`")
_BOLD = re.compile(r"\*\*(?P<words>[^*\n]+)\*\*")
_LINK = re.compile(r"(?P<image>!?)\[[^\]]*\]\((?P<target>[^)]+)\)")
_KEY = re.compile(
    r"(?<![\w+])(?:(?:Ctrl|Alt|Shift)\+)+(?:F\d+|[A-Z][A-Za-z]+|[A-Z0-9](?!\w)|[/,.+=-](?!\w))|\bF\d{1,2}\b"
)

each_chapter = pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
each_page = pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)


def prose(page: Path) -> str:
    """A page without its code."""
    return _CODE.sub("", _CODE_BLOCK.sub("", page.read_text("utf-8")))


def action_keys() -> set[str]:
    return {key for action in ACTIONS for key in action.keys}


def plain(title: str) -> str:
    return title.replace("&", "")


@lru_cache
def words_on_screen() -> frozenset[str]:
    """Every text in the window's code."""
    files = (ROOT / "archive_app" / "gui").rglob("*.py")
    nodes = (node for file in files for node in ast.walk(ast.parse(file.read_text("utf-8"))))
    return frozenset(
        plain(node.value) for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def command_lines(page: Path) -> list[list[str]]:
    """The arguments of every command line on a page."""
    blocks = (block for block in _CODE_BLOCK.finditer(page.read_text("utf-8")) if block["language"] == "sh")
    lines = (line for block in blocks for line in block["lines"].replace("\\\n", " ").splitlines())
    return [shlex.split(line, comments=True)[1:] for line in lines if line.startswith("archive-app")]


def table_rows(page: Path, heading: str) -> list[list[str]]:
    """The cells of the tables of a page whose first column has this heading."""
    rows, inside = [], False
    for line in page.read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" | ")] if line.startswith("|") else []
        if not cells:
            inside = False
        elif inside and not line.startswith("|---"):
            rows.append(cells)
        elif cells[0] == heading:
            inside = True
    return rows


def chapter(name: str) -> Path:
    return next(path for path in CHAPTERS if name in path.stem)


def test_the_chapters_are_numbered_in_order() -> None:
    assert [path.name[:2] for path in CHAPTERS] == [f"{number:02}" for number in range(1, len(CHAPTERS) + 1)]


@each_chapter
def test_a_chapter_begins_with_its_title_and_says_something(chapter: Path) -> None:
    first, _, rest = chapter.read_text("utf-8").partition("\n")
    assert re.fullmatch(r"# \S.*", first)
    assert len(rest.split()) > 50


@each_page
def test_links_lead_to_files_that_exist(page: Path) -> None:
    for link in _LINK.finditer(page.read_text("utf-8")):
        if not link["image"] and not link["target"].startswith("https://"):
            assert (page.parent / link["target"]).exists(), link.group()


@each_page
def test_menu_paths_name_a_menu_and_an_action_in_it(page: Path) -> None:
    titles = {(plain(action.menu), action.title) for action in ACTIONS}
    for bold in _BOLD.finditer(prose(page)):
        menu, separator, title = bold["words"].partition(" › ")
        if separator:
            assert (menu, title) in titles, bold["words"]


@each_page
def test_keys_are_those_of_actions_or_of_the_popup(page: Path) -> None:
    for key in _KEY.findall(prose(page)):
        assert key in action_keys() | POPUP_KEYS, key


@each_page
def test_a_key_beside_a_menu_path_is_the_key_of_that_action(page: Path) -> None:
    keys = {f"{plain(action.menu)} › {action.title}": action.keys for action in ACTIONS}
    for path, key in re.findall(r"\*\*([^*\n]+ › [^*\n]+)\*\* \(([^)\s]+)\)", prose(page)):
        assert key in keys[path], path


@each_page
def test_bold_words_are_keys_or_stand_on_the_screen(page: Path) -> None:
    keys = action_keys() | POPUP_KEYS
    titles = {action.title for action in ACTIONS}
    for bold in _BOLD.finditer(prose(page)):
        words = bold["words"]
        if " › " not in words and words not in keys:
            assert words in titles | words_on_screen(), words


def test_the_shortcuts_chapter_lists_every_key_of_every_action() -> None:
    listed = {}
    for title, keys in table_rows(chapter("shortcuts"), "action"):
        listed[title] = tuple(re.findall(r"\*\*(.+?)\*\*(?!\*)", keys))
    recent = {spec.name: spec for spec in ACTIONS if spec.name in RECENT_TAGS}
    expected = {
        spec.title.rstrip("…"): spec.keys for spec in ACTIONS if spec.keys and spec.name not in recent
    }
    first, last = recent[RECENT_TAGS[0]], recent[RECENT_TAGS[-1]]
    expected[f"{first.title} to {last.title}"] = first.keys + last.keys
    assert listed == expected


def test_the_shortcuts_chapter_has_the_menus_in_order() -> None:
    headings = re.findall(r"^## (.+)$", chapter("shortcuts").read_text("utf-8"), re.MULTILINE)
    assert headings[: len(MENUS)] == [plain(menu) for menu in MENUS]


@each_page
def test_command_lines_are_understood(page: Path) -> None:
    for arguments in command_lines(page):
        if arguments and arguments[0] not in COMMANDS and not arguments[0].startswith("-"):
            assert len(arguments) == 1, f"only the archive to open can stand there: {arguments}"
        else:
            parse(arguments)


def test_every_command_is_explained() -> None:
    explained = " ".join(row[0] for row in table_rows(chapter("terminal"), "command"))
    assert {command for command in COMMANDS if f"`{command} " not in explained} == set()


def test_every_column_of_the_three_layouts_is_explained_in_order() -> None:
    listed = [row[0].strip("`") for row in table_rows(chapter("exporting"), "column")]
    common = LAYOUTS["passages"].columns
    expected = [
        *common,
        *LAYOUTS["tags"].columns[len(common) :],
        *LAYOUTS["statements"].columns[len(common) :],
    ]
    assert listed == expected


def test_every_search_field_is_explained() -> None:
    explained = " ".join(row[0] for row in table_rows(chapter("searching"), "field"))
    assert set(re.findall(r"`(\w+):`", explained)) == set(FIELDS)


def test_example_queries_are_understood_whole() -> None:
    page = chapter("searching")
    cells = [row[0] for row in table_rows(page, "you type")]
    examples = re.findall(r"`([^`]+)`", " ".join(cells))
    examples += re.findall(r"`([a-z]+:[^`]+)`", page.read_text("utf-8"))
    assert len(examples) > 15
    for example in examples:
        if example != "after:spring":
            assert understand(example, today=date(2024, 5, 16)).ignored == (), example
    assert understand("after:spring").ignored


def targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


def test_the_readme_names_targets_that_make_has() -> None:
    named = set(re.findall(r"\bmake ([a-z-]+)", (ROOT / "README.md").read_text("utf-8")))
    assert {"run", "test"} <= named <= targets()


def test_contributors_are_told_of_every_target_and_of_no_other() -> None:
    page = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    named = {name for code in _CODE.findall(page) for name in re.findall(r"\bmake ([a-z-]+)", code)}
    assert named == targets() - {"moved"}


def test_what_can_be_asked_for_with_is_is_told_as_it_is_offered() -> None:
    (row,) = (row for row in table_rows(chapter("searching"), "field") if row[0] == "`is:`")
    assert re.findall(r"`(\w+)`", row[1]) == FIELD_NOTES["is"].split(", ")
