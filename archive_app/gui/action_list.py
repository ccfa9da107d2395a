"""Everything a person can do in the window, as data."""

from PySide6.QtCore import QT_TRANSLATE_NOOP

from archive_app.gui.actions import ActionSpec


def _t(text: str) -> str:
    return str(QT_TRANSLATE_NOOP("Actions", text))


MENUS = (_t("&File"), _t("&Edit"), _t("&Code"), _t("&Search"), _t("&View"), _t("&Go"), _t("&Help"))
FILE, EDIT, CODE, SEARCH, VIEW, GO, HELP = MENUS
ENDS = _t("Move &Ends of Passage")
"""A menu within :data:`CODE`."""

RECENT_TAGS = tuple(f"recent-tag-{number}" for number in range(1, 10))

ACTIONS: tuple[ActionSpec, ...] = (
    # File
    ActionSpec("new-archive", _t("New Archive…"), FILE, ("Ctrl+Shift+N",), "archive-new",
               _t("Make a new, empty archive in a folder of its own")),
    ActionSpec("open-archive", _t("Open Archive…"), FILE, ("Ctrl+O",), "archive-open",
               _t("Open the folder of an archive")),
    ActionSpec("open-sample", _t("Open Sample Archive"), FILE, (), "star",
               _t("Invented articles with a codebook and tagged passages, to try things out")),
    ActionSpec("close-archive", _t("Close Archive"), FILE, ("Ctrl+W",), "close"),
    ActionSpec("import-files", _t("Import Files…"), FILE, ("Ctrl+I",), "import",
               _t("Import text, Markdown and saved web pages"), on_toolbar=True, short=_t("Import"), separated=True),
    ActionSpec("import-folder", _t("Import Folder…"), FILE, ("Ctrl+Shift+I",), "import",
               _t("Import every file in a folder and those below it")),
    ActionSpec("paste-article", _t("Paste Text as Article…"), FILE, ("Ctrl+Shift+V",), "paste",
               _t("Make an article of text from the clipboard")),
    ActionSpec("pause-import", _t("Pause Import"), FILE, (), "",
               _t("Let the import that is under way wait, or go on")),
    ActionSpec("cancel-import", _t("Cancel Import"), FILE, (), "",
               _t("Stop the import that is under way; what it has stored stays")),
    ActionSpec("export", _t("Export Passages…"), FILE, ("Ctrl+E",), "export",
               _t("Write tagged passages to a CSV file"), on_toolbar=True, short=_t("Export"), separated=True),
    ActionSpec("print-article", _t("Print Article…"), FILE, ("Ctrl+P",), "print",
               _t("Print the open article with its passages as they are on show"), separated=True),
    ActionSpec("save-pdf", _t("Save Article as PDF…"), FILE, ("Ctrl+Shift+S",), "export",
               _t("Write the open article with its passages as they are on show to a PDF file")),
    ActionSpec("save-copy", _t("Save a Copy…"), FILE, (), "copy",
               _t("Copy the whole archive, safely while it is open")),
    ActionSpec("check-archive", _t("Check Archive"), FILE, (), "check",
               _t("Look for damage: every quote, text, original and journal entry")),
    ActionSpec("preferences", _t("Preferences…"), FILE, ("Ctrl+,",), "settings", separated=True),
    ActionSpec("quit", _t("Quit"), FILE, ("Ctrl+Q",), "", separated=True),
    # Edit
    ActionSpec("undo", _t("Undo"), EDIT, ("Ctrl+Z",), "undo", on_toolbar=True, short=_t("Undo")),
    ActionSpec("redo", _t("Redo"), EDIT, ("Ctrl+Shift+Z", "Ctrl+Y"), "redo", on_toolbar=True, short=_t("Redo")),
    ActionSpec("copy", _t("Copy"), EDIT, ("Ctrl+C",), "copy", separated=True),
    ActionSpec("find-in-article", _t("Find in Article…"), EDIT, ("Ctrl+Shift+F",), "search",
               _t("Find words in the open article, whatever their case and accents"), separated=True),
    ActionSpec("find-next", _t("Find Next"), EDIT, ("F3",), "next"),
    ActionSpec("find-previous", _t("Find Previous"), EDIT, ("Shift+F3",), "previous"),
    ActionSpec("find-names", _t("Find an Actor's Names…"), EDIT, ("Ctrl+F3",), "actor",
               _t("Mark every name and alias of an actor in the open article")),
    ActionSpec("edit-article", _t("Edit Article Details"), EDIT, ("F2",), "edit",
               _t("Correct the title, outlet, date and authors"), separated=True),
    ActionSpec("correct-text", _t("Correct Text"), EDIT, ("Shift+F2",), "edit",
               _t("Change the article's text; its passages move with it")),
    ActionSpec("save-correction", _t("Save Corrected Text"), EDIT, ("Ctrl+S",), "keep",
               _t("Make what was typed a new version of the article's text")),
    ActionSpec("review-passages", _t("Review Passages…"), EDIT, ("Ctrl+R",), "check",
               _t("Say where passages belong whose words were corrected")),
    ActionSpec("text-versions", _t("Versions of the Text…"), EDIT, ("Ctrl+Alt+H",), "history",
               _t("Compare the versions of the article's text, and restore one")),
    ActionSpec("remove-cuts", _t("Remove Proposed Lines"), EDIT, (), "cut",
               _t("Remove the struck-through lines from the article's text")),
    ActionSpec("keep-cuts", _t("Keep Proposed Lines"), EDIT, (), "keep",
               _t("Keep the struck-through lines: they belong to the article")),
    ActionSpec("delete-articles", _t("Delete Articles"), EDIT, ("Ctrl+Backspace",), "delete",
               _t("Delete the selected articles with their passages; the originals stay")),
    ActionSpec("history", _t("History…"), EDIT, ("Ctrl+H",), "history",
               _t("What was done in this archive, when and by whom"), separated=True),
    # Code
    ActionSpec("tag-actor", _t("Tag Actor…"), CODE, ("A",), "actor",
               _t("Say who speaks, is addressed or is spoken of"), on_toolbar=True, short=_t("Actor"), in_reader=True),
    ActionSpec("tag-claim", _t("Tag Claim Type…"), CODE, ("C",), "claim",
               _t("Say what kind of claim the passage makes"), on_toolbar=True, short=_t("Claim type"), in_reader=True),
    ActionSpec("write-memo", _t("Write Memo…"), CODE, ("M",), "memo",
               _t("Note something on the passage"), on_toolbar=True, short=_t("Memo"), in_reader=True),
    ActionSpec("grow-selection", _t("Grow Selection"), CODE, ("E",), "grow",
               _t("Select the word, then the sentence, then the paragraph"), in_reader=True, separated=True),
    ActionSpec("shrink-selection", _t("Shrink Selection"), CODE, ("Shift+E",), "",
               _t("Take back the last growth of the selection"), in_reader=True),
    ActionSpec("mark-passage", _t("Mark Without a Tag"), CODE, ("H",), "plus",
               _t("Make a passage of the selected words, to be tagged later"), in_reader=True),
    ActionSpec("delete-passage", _t("Delete Passage"), CODE, ("Delete",), "delete",
               _t("Delete the selected passage with its tags"), in_reader=True),
    ActionSpec("tag-all", _t("Tag All Occurrences…"), CODE, ("Ctrl+Shift+T",), "check",
               _t("Look through all places of some words, tick them, and tag them at once")),
    ActionSpec("merge-passages", _t("Merge Passages"), CODE, ("J",), "",
               _t("Join the passages under the selection, or the current one and the next that touches it"),
               in_reader=True, separated=True),
    ActionSpec("split-passage", _t("Split Passage Here"), CODE, ("S",), "cut",
               _t("Make two passages of the one at the caret; both keep the tags"), in_reader=True),
    ActionSpec("duplicate-passage", _t("Duplicate Passage"), CODE, ("D",), "copy",
               _t("Mark the same words once more, for another claim"), in_reader=True),
    *(
        ActionSpec(f"{edge}-{way}-{unit}", title, ENDS, keys, "", in_reader=True, separated=separated)
        for edge, unit, way, title, keys, separated in (
            ("end", "word", "right", _t("Move End Right by a Word"), ("Alt+Right",), False),
            ("end", "word", "left", _t("Move End Left by a Word"), ("Alt+Left",), False),
            ("end", "character", "right", _t("Move End Right by a Character"), ("Ctrl+Alt+Right", "Alt+."), False),
            ("end", "character", "left", _t("Move End Left by a Character"), ("Ctrl+Alt+Left", "Alt+,"), False),
            ("end", "sentence", "forward", _t("Move End Forward by a Sentence"), ("Alt+PgDown",), False),
            ("end", "sentence", "back", _t("Move End Back by a Sentence"), ("Alt+PgUp",), False),
            ("start", "word", "right", _t("Move Start Right by a Word"), ("Alt+Shift+Right",), True),
            ("start", "word", "left", _t("Move Start Left by a Word"), ("Alt+Shift+Left",), False),
            ("start", "character", "right", _t("Move Start Right by a Character"),
             ("Ctrl+Alt+Shift+Right", "Alt+Shift+."), False),
            ("start", "character", "left", _t("Move Start Left by a Character"),
             ("Ctrl+Alt+Shift+Left", "Alt+Shift+,"), False),
            ("start", "sentence", "forward", _t("Move Start Forward by a Sentence"), ("Alt+Shift+PgDown",), False),
            ("start", "sentence", "back", _t("Move Start Back by a Sentence"), ("Alt+Shift+PgUp",), False),
        )
    ),
    *(
        ActionSpec(name, _t("Recent Tag %n").replace("%n", str(number)), CODE, (str(number),), "",
                   _t("Put a tag used lately on the passage"), in_reader=True, separated=number == 1)
        for number, name in enumerate(RECENT_TAGS, 1)
    ),
    # Search
    ActionSpec("concordance-of-search", _t("Concordance of This Search"), SEARCH, ("Ctrl+Shift+K",), "concordance",
               _t("Every place of what is searched for, in its line")),
    ActionSpec("tag-results", _t("Tag Results…"), SEARCH, ("Ctrl+Shift+R",), "check",
               _t("Tag everything that was found, or the ticked lines, at once")),
    ActionSpec("batch-search", _t("Batch Search…"), SEARCH, ("Ctrl+Shift+B",), "",
               _t("Count what each query of a list finds, per article, outlet and month")),
    ActionSpec("more-like-article", _t("More Articles Like This"), SEARCH, ("Ctrl+Shift+M",), "article",
               _t("Articles that have most of this one's telling words"), separated=True),
    ActionSpec("more-like-passage", _t("More Passages Like This"), SEARCH, ("Ctrl+Alt+M",), "passages",
               _t("Passages and articles that have most of this passage's telling words")),
    ActionSpec("save-search", _t("Save This Search…"), SEARCH, ("Ctrl+D",), "star",
               _t("Keep what is searched for under a name; the library counts what it finds"), separated=True),
    ActionSpec("saved-searches", _t("Saved Searches…"), SEARCH, ("Ctrl+Alt+S",), "",
               _t("Choose one of the saved searches")),
    ActionSpec("search-history", _t("Recent Searches…"), SEARCH, ("Ctrl+Alt+F",), "history",
               _t("What was searched for lately")),
    ActionSpec("clear-search-history", _t("Clear Recent Searches"), SEARCH, (), "",
               _t("Forget what was searched for on this computer")),
    ActionSpec("lines-by-text", _t("Sort Lines by Text"), SEARCH, ("Ctrl+Shift+1",), "article",
               _t("The newest article first, its hits in the order of the text"), separated=True),
    ActionSpec("lines-by-word-before", _t("Sort Lines by Word Before"), SEARCH, ("Ctrl+Shift+2",), "word-before",
               _t("Sort the concordance by the left neighbour of each hit")),
    ActionSpec("lines-by-hit", _t("Sort Lines by Hit"), SEARCH, ("Ctrl+Shift+3",), "hit"),
    ActionSpec("lines-by-word-after", _t("Sort Lines by Word After"), SEARCH, ("Ctrl+Shift+4",), "word-after",
               _t("Sort the concordance by the right neighbour of each hit")),
    ActionSpec("lines-by-date", _t("Sort Lines by Date"), SEARCH, ("Ctrl+Shift+5",), "calendar"),
    ActionSpec("lines-by-outlet", _t("Sort Lines by Outlet"), SEARCH, ("Ctrl+Shift+6",), "outlet"),
    ActionSpec("tick-lines", _t("Tick All Lines"), SEARCH, ("Ctrl+Shift+X",), "check",
               _t("Tick all lines of the concordance, or untick them")),
    # View
    ActionSpec("show-articles", _t("Read Articles"), VIEW, ("Ctrl+1",), "article", checkable=True, on_toolbar=True, short=_t("Read")),
    ActionSpec("show-passages", _t("All Passages"), VIEW, ("Ctrl+2",), "passages",
               _t("All passages of the archive in one table"), checkable=True, on_toolbar=True, short=_t("Passages")),
    ActionSpec("show-results", _t("Search Results"), VIEW, ("Ctrl+4",), "search",
               _t("All that a search found, counted by actor, outlet and time"), checkable=True,
               on_toolbar=True, short=_t("Results")),
    ActionSpec("show-concordance", _t("Concordance"), VIEW, ("Ctrl+3",), "concordance",
               _t("Every place of some words in its line, sorted by what stands beside them"), checkable=True,
               on_toolbar=True, short=_t("Concordance")),
    ActionSpec("show-imports", _t("Imports"), VIEW, ("Ctrl+5",), "import",
               _t("Every import with what became of each file"), checkable=True),
    ActionSpec("toggle-library", _t("Library"), VIEW, ("Ctrl+Alt+L",), "library", checkable=True, separated=True),
    ActionSpec("toggle-inspector", _t("Inspector"), VIEW, ("Ctrl+Alt+I",), "inspector", checkable=True),
    ActionSpec("zoom-in", _t("Larger Text"), VIEW, ("Ctrl++", "Ctrl+="), "plus", separated=True),
    ActionSpec("zoom-out", _t("Smaller Text"), VIEW, ("Ctrl+-",), "minus"),
    ActionSpec("zoom-reset", _t("Normal Text Size"), VIEW, ("Ctrl+0",), ""),
    ActionSpec("text-settings", _t("Text…"), VIEW, ("Ctrl+T",), "text",
               _t("Letters, size, length and spacing of lines, paragraph numbers")),
    ActionSpec("serif", _t("Serif Letters"), VIEW, (), "", checkable=True),
    ActionSpec("colour-by-claim", _t("Colour by Claim Type"), VIEW, ("Ctrl+Alt+1",), "",
               _t("Passages take the colour of their first claim type"), checkable=True, separated=True),
    ActionSpec("colour-by-actor", _t("Colour by Actor"), VIEW, ("Ctrl+Alt+2",), "",
               _t("Passages take the colour of the actor who speaks"), checkable=True),
    ActionSpec("colour-by-stance", _t("Colour by Stance"), VIEW, ("Ctrl+Alt+3",), "",
               _t("Passages take the colour of what they support or oppose"), checkable=True),
    ActionSpec("colour-by-coder", _t("Colour by Coder"), VIEW, ("Ctrl+Alt+4",), "",
               _t("Passages take the colour of the person who marked them"), checkable=True),
    ActionSpec("legend", _t("Legend"), VIEW, ("Ctrl+Shift+L",), "",
               _t("Say above the article what the colours mean"), checkable=True),
    ActionSpec("show-only", _t("Show Only…"), VIEW, ("Ctrl+Shift+O",), "filter",
               _t("Show only the passages of an actor, claim type, stance or coder"), separated=True),
    ActionSpec("show-all-passages", _t("Show All Passages"), VIEW, ("Ctrl+Shift+A",), "",
               _t("Show all passages of the article again")),
    ActionSpec("hide-passages", _t("Hide Passages"), VIEW, ("Ctrl+Shift+H",), "hide",
               _t("Read the article plain, without its passages"), checkable=True),
    ActionSpec("theme-system", _t("Colours of the System"), VIEW, (), "system", checkable=True, separated=True),
    ActionSpec("theme-light", _t("Light"), VIEW, (), "sun", checkable=True),
    ActionSpec("theme-dark", _t("Dark"), VIEW, ("Ctrl+Shift+D",), "moon", checkable=True),
    # Go
    ActionSpec("search", _t("Search"), GO, ("Ctrl+F", "/"), "search",
               _t("Search all articles and passages")),
    ActionSpec("next-passage", _t("Next Passage"), GO, ("N",), "next", in_reader=True, separated=True),
    ActionSpec("previous-passage", _t("Previous Passage"), GO, ("P",), "previous", in_reader=True),
    ActionSpec("next-overlapping", _t("Next Overlapping Passage"), GO, ("O",), "",
               _t("Go on to the next passage on the same words"), in_reader=True),
    ActionSpec("next-article", _t("Next Article"), GO, ("Alt+Down",), "chevron-down"),
    ActionSpec("previous-article", _t("Previous Article"), GO, ("Alt+Up",), ""),
    ActionSpec("focus-library", _t("Go to Library"), GO, ("F6",), "library", separated=True),
    ActionSpec("focus-reader", _t("Go to Reader"), GO, ("F7",), "article"),
    ActionSpec("focus-inspector", _t("Go to Inspector"), GO, ("F8",), "inspector"),
    ActionSpec("command-palette", _t("Command Palette…"), GO, ("Ctrl+K", "Ctrl+Shift+P"), "command",
               _t("Find any action by name"), separated=True),
    # Help
    ActionSpec("manual", _t("Manual"), HELP, ("F1",), "help"),
    ActionSpec("shortcuts", _t("Keyboard Shortcuts"), HELP, ("Ctrl+/",), "keyboard"),
    ActionSpec("about", _t("About Archive App"), HELP, (), "info", separated=True),
)  # fmt: skip

NEED_ARCHIVE = tuple(
    spec.name
    for spec in ACTIONS
    if spec.menu in (EDIT, CODE, ENDS, SEARCH, GO)
    or spec.name
    in (
        "close-archive", "import-files", "import-folder", "paste-article", "pause-import", "cancel-import", "export", "print-article", "save-pdf",
        "save-copy", "check-archive",
        "show-articles", "show-passages", "show-results", "show-concordance", "show-imports", "toggle-library", "toggle-inspector", "zoom-in", "zoom-out",
        "zoom-reset", "text-settings", "serif", "colour-by-claim", "colour-by-actor", "colour-by-stance",
        "colour-by-coder", "legend", "show-only", "show-all-passages", "hide-passages",
    )
    if spec.name != "command-palette"
)  # fmt: skip
"""Actions that are off while no archive is open."""
