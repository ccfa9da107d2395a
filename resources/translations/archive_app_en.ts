<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>ActorRows</name>
    <message numerus="yes">
        <source>%n use(s)</source>
        <translation>
            <numerusform>%n use</numerusform>
            <numerusform>%n uses</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ArticleDetails</name>
    <message numerus="yes">
        <source>%n word(s)</source>
        <translation>
            <numerusform>%n word</numerusform>
            <numerusform>%n words</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BatchDialog</name>
    <message numerus="yes">
        <source>%Ln queries</source>
        <translation>
            <numerusform>%Ln query</numerusform>
            <numerusform>%Ln queries</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln line(s) left out, see their notes</source>
        <translation>
            <numerusform>%Ln line left out, see its note</numerusform>
            <numerusform>%Ln lines left out, see their notes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ClaimRows</name>
    <message numerus="yes">
        <source>%n use(s)</source>
        <translation>
            <numerusform>%n use</numerusform>
            <numerusform>%n uses</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CodebookEditor</name>
    <message numerus="yes">
        <source>It is taken off %n passage(s); the passages stay. Undo brings it back.</source>
        <translation>
            <numerusform>It is taken off %n passage; the passages stay. Undo brings it back.</numerusform>
            <numerusform>It is taken off %n passages; the passages stay. Undo brings it back.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CodebookPanel</name>
    <message numerus="yes">
        <source>Find among %n actor(s)</source>
        <translation>
            <numerusform>Find among %n actor</numerusform>
            <numerusform>Find among %n actors</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Find among %n claim type(s)</source>
        <translation>
            <numerusform>Find among %n claim type</numerusform>
            <numerusform>Find among %n claim types</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ConcordanceView</name>
    <message numerus="yes">
        <source>Tag %n Ticked…</source>
        <translation>
            <numerusform>Tag %n Ticked…</numerusform>
            <numerusform>Tag %n Ticked…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Export %n Ticked…</source>
        <translation>
            <numerusform>Export %n Ticked…</numerusform>
            <numerusform>Export %n Ticked…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln hit(s)</source>
        <translation>
            <numerusform>%Ln hit</numerusform>
            <numerusform>%Ln hits</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{hits} in %Ln article(s)</source>
        <translation>
            <numerusform>{hits} in %Ln article</numerusform>
            <numerusform>{hits} in %Ln articles</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CorrectingPage</name>
    <message numerus="yes">
        <source>%n passage(s) would need review</source>
        <translation>
            <numerusform>%n passage would need review</numerusform>
            <numerusform>%n passages would need review</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %n passages keep their words</source>
        <translation>
            <numerusform>All %n passages keep their words</numerusform>
            <numerusform>All %n passages keep their words</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CorrectingStrips</name>
    <message numerus="yes">
        <source>%n passages need review</source>
        <translation>
            <numerusform>%n passages need review</numerusform>
            <numerusform>%n passages need review</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DuplicatesWindow</name>
    <message numerus="yes">
        <source>%n pair(s) of articles are much alike</source>
        <translation>
            <numerusform>%n pair of articles are much alike</numerusform>
            <numerusform>%n pairs of articles are much alike</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n passage(s) wait for review.</source>
        <translation>
            <numerusform>%n passage wait for review.</numerusform>
            <numerusform>%n passages wait for review.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message numerus="yes">
        <source>%n passage(s) to a CSV file</source>
        <translation>
            <numerusform>%n passage to a CSV file</numerusform>
            <numerusform>%n passages to a CSV file</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FacetPanel</name>
    <message numerus="yes">
        <source>Show %Ln more</source>
        <translation>
            <numerusform>Show %Ln more</numerusform>
            <numerusform>Show %Ln more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FillDialog</name>
    <message numerus="yes">
        <source>%Ln cell(s) would change.</source>
        <translation>
            <numerusform>%Ln cell would change.</numerusform>
            <numerusform>%Ln cells would change.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file name(s) do not fit the pattern.</source>
        <translation>
            <numerusform>%Ln file name does not fit the pattern.</numerusform>
            <numerusform>%Ln file names do not fit the pattern.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FilterButton</name>
    <message numerus="yes">
        <source>Filters, %n on</source>
        <translation>
            <numerusform>Filters, %n on</numerusform>
            <numerusform>Filters, %n on</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GroupingDesk</name>
    <message numerus="yes">
        <source>Labels of %Ln article(s)</source>
        <translation>
            <numerusform>Labels of %Ln article</numerusform>
            <numerusform>Labels of %Ln articles</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Add %Ln article(s) to a collection</source>
        <translation>
            <numerusform>Add %Ln article to a collection</numerusform>
            <numerusform>Add %Ln articles to a collection</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Remove %Ln article(s) from a collection</source>
        <translation>
            <numerusform>Remove %Ln article from a collection</numerusform>
            <numerusform>Remove %Ln articles from a collection</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln article(s) marked as read</source>
        <translation>
            <numerusform>%Ln article marked as read</numerusform>
            <numerusform>%Ln articles marked as read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln article(s) marked as unread</source>
        <translation>
            <numerusform>%Ln article marked as unread</numerusform>
            <numerusform>%Ln articles marked as unread</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GroupsDialog</name>
    <message numerus="yes">
        <source>%Ln article(s)</source>
        <translation>
            <numerusform>%Ln article</numerusform>
            <numerusform>%Ln articles</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ImportBar</name>
    <message numerus="yes">
        <source>%n file(s) a second</source>
        <translation>
            <numerusform>%n file a second</numerusform>
            <numerusform>%n files a second</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n s left</source>
        <translation>
            <numerusform>%n s left</numerusform>
            <numerusform>%n s left</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ImportDesk</name>
    <message numerus="yes">
        <source>%n article(s) restored</source>
        <translation>
            <numerusform>%n article restored</numerusform>
            <numerusform>%n articles restored</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n passage(s) wait for review.</source>
        <translation>
            <numerusform>%n passage wait for review.</numerusform>
            <numerusform>%n passages wait for review.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Exported %n line(s) to {0}</source>
        <translation>
            <numerusform>Exported %n line to {0}</numerusform>
            <numerusform>Exported %n lines to {0}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LegendButton</name>
    <message numerus="yes">
        <source>%n passage(s)</source>
        <translation>
            <numerusform>%n passage</numerusform>
            <numerusform>%n passages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LibraryPanel</name>
    <message numerus="yes">
        <source>{shown} of %Ln articles</source>
        <translation>
            <numerusform>{shown} of %Ln article</numerusform>
            <numerusform>{shown} of %Ln articles</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln articles</source>
        <translation>
            <numerusform>%Ln article</numerusform>
            <numerusform>%Ln articles</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LineDelegate</name>
    <message numerus="yes">
        <source>Shares words with %n passage(s)</source>
        <translation>
            <numerusform>Shares words with %n passage</numerusform>
            <numerusform>Shares words with %n passages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message numerus="yes">
        <source>%n problem(s)</source>
        <translation>
            <numerusform>%n problem</numerusform>
            <numerusform>%n problems</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Exported %n row(s) to {0}</source>
        <translation>
            <numerusform>Exported %n row to {0}</numerusform>
            <numerusform>Exported %n rows to {0}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n article(s)</source>
        <translation>
            <numerusform>%n article</numerusform>
            <numerusform>%n articles</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n passage(s)</source>
        <translation>
            <numerusform>%n passage</numerusform>
            <numerusform>%n passages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MappingDialog</name>
    <message numerus="yes">
        <source>It counts for %n more table(s) with the same headings.</source>
        <translation>
            <numerusform>It counts for %n more table with the same headings.</numerusform>
            <numerusform>It counts for %n more tables with the same headings.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more column(s)</source>
        <translation>
            <numerusform>and %n more column</numerusform>
            <numerusform>and %n more columns</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PassagesView</name>
    <message numerus="yes">
        <source>{shown} of %Ln passages</source>
        <translation>
            <numerusform>{shown} of %Ln passage</numerusform>
            <numerusform>{shown} of %Ln passages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln passages</source>
        <translation>
            <numerusform>%Ln passage</numerusform>
            <numerusform>%Ln passages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Export %Ln selected…</source>
        <translation>
            <numerusform>Export %Ln selected…</numerusform>
            <numerusform>Export %Ln selected…</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Pointing</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PrintDesk</name>
    <message numerus="yes">
        <source>Saved %n page(s) in {0}</source>
        <translation>
            <numerusform>Saved %n page in {0}</numerusform>
            <numerusform>Saved %n pages in {0}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Printed %n page(s) on {0}</source>
        <translation>
            <numerusform>Printed %n page on {0}</numerusform>
            <numerusform>Printed %n pages on {0}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReadingPane</name>
    <message numerus="yes">
        <source>%n words</source>
        <translation>
            <numerusform>%n word</numerusform>
            <numerusform>%n words</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReplaceDialog</name>
    <message numerus="yes">
        <source>%Ln cell(s) would change.</source>
        <translation>
            <numerusform>%Ln cell would change.</numerusform>
            <numerusform>%Ln cells would change.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln of them could not be stored then; they are marked.</source>
        <translation>
            <numerusform>%Ln of them could not be stored then; it is marked.</numerusform>
            <numerusform>%Ln of them could not be stored then; they are marked.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ResultList</name>
    <message numerus="yes">
        <source>%Ln results</source>
        <translation>
            <numerusform>%Ln result</numerusform>
            <numerusform>%Ln results</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SearchDesk</name>
    <message numerus="yes">
        <source>Exported %n line(s) to {0}</source>
        <translation>
            <numerusform>Exported %n line to {0}</numerusform>
            <numerusform>Exported %n lines to {0}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ShapingDesk</name>
    <message numerus="yes">
        <source>Merged %n passages. Undo takes it back.</source>
        <translation>
            <numerusform>Merged %n passages. Undo takes it back.</numerusform>
            <numerusform>Merged %n passages. Undo takes it back.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SheetDialog</name>
    <message numerus="yes">
        <source>%Ln cell(s) changed, not applied yet.</source>
        <translation>
            <numerusform>%Ln cell changed, not applied yet.</numerusform>
            <numerusform>%Ln cells changed, not applied yet.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln article(s) changed. Undo takes it back.</source>
        <translation>
            <numerusform>%Ln article changed. Undo takes it back.</numerusform>
            <numerusform>%Ln articles changed. Undo takes it back.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln article(s) were changed by something else meanwhile.</source>
        <translation>
            <numerusform>%Ln article was changed by something else meanwhile.</numerusform>
            <numerusform>%Ln articles were changed by something else meanwhile.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln article(s) are no longer there.</source>
        <translation>
            <numerusform>%Ln article is no longer there.</numerusform>
            <numerusform>%Ln articles are no longer there.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln article(s) have values that are not applied.</source>
        <translation>
            <numerusform>%Ln article has values that are not applied.</numerusform>
            <numerusform>%Ln articles have values that are not applied.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln article(s)</source>
        <translation>
            <numerusform>%Ln article</numerusform>
            <numerusform>%Ln articles</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln cell(s) cannot be stored; they are marked.</source>
        <translation>
            <numerusform>%Ln cell cannot be stored; it is marked.</numerusform>
            <numerusform>%Ln cells cannot be stored; they are marked.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln article(s) with values that are not applied yet.</source>
        <translation>
            <numerusform>%Ln article with values that are not applied yet.</numerusform>
            <numerusform>%Ln articles with values that are not applied yet.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TagAllDialog</name>
    <message numerus="yes">
        <source>Tag %n place(s)</source>
        <translation>
            <numerusform>Tag %n place</numerusform>
            <numerusform>Tag %n places</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n place(s)</source>
        <translation>
            <numerusform>%n place</numerusform>
            <numerusform>%n places</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %n article(s)</source>
        <translation>
            <numerusform>in %n article</numerusform>
            <numerusform>in %n articles</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Tagged %n place(s). One Undo takes all of it back.</source>
        <translation>
            <numerusform>Tagged %n place. One Undo takes all of it back.</numerusform>
            <numerusform>Tagged %n places. One Undo takes all of it back.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TagResultsDialog</name>
    <message numerus="yes">
        <source>Tag %n place(s)</source>
        <translation>
            <numerusform>Tag %n place</numerusform>
            <numerusform>Tag %n places</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln place(s)</source>
        <translation>
            <numerusform>%Ln place</numerusform>
            <numerusform>%Ln places</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %Ln article(s)</source>
        <translation>
            <numerusform>in %Ln article</numerusform>
            <numerusform>in %Ln articles</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln new passage(s)</source>
        <translation>
            <numerusform>%Ln new passage</numerusform>
            <numerusform>%Ln new passages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln passage(s) on the same words get the tag</source>
        <translation>
            <numerusform>%Ln passage on the same words gets the tag</numerusform>
            <numerusform>%Ln passages on the same words get the tag</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Tagged %n place(s). One Undo takes all of it back.</source>
        <translation>
            <numerusform>Tagged %n place. One Undo takes all of it back.</numerusform>
            <numerusform>Tagged %n places. One Undo takes all of it back.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>_CutNotice</name>
    <message numerus="yes">
        <source>%n line(s) struck through below may not belong to this article</source>
        <translation>
            <numerusform>%n line struck through below may not belong to this article</numerusform>
            <numerusform>%n lines struck through below may not belong to this article</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ImportsView</name>
    <message numerus="yes">
        <source>%Ln file(s) to look at</source>
        <translation>
            <numerusform>%Ln file to look at</numerusform>
            <numerusform>%Ln files to look at</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln article(s) imported</source>
        <translation>
            <numerusform>%Ln article imported</numerusform>
            <numerusform>%Ln articles imported</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln duplicate(s) not stored again</source>
        <translation>
            <numerusform>%Ln duplicate not stored again</numerusform>
            <numerusform>%Ln duplicates not stored again</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) failed</source>
        <translation>
            <numerusform>%Ln file failed</numerusform>
            <numerusform>%Ln files failed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln article(s) in other files failed</source>
        <translation>
            <numerusform>%Ln article in other files failed</numerusform>
            <numerusform>%Ln articles in other files failed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Printing</name>
    <message numerus="yes">
        <source>%n words</source>
        <translation>
            <numerusform>%n word</numerusform>
            <numerusform>%n words</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SavedSearches</name>
    <message numerus="yes">
        <source>%n article(s)</source>
        <translation>
            <numerusform>%n article</numerusform>
            <numerusform>%n articles</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n passage(s)</source>
        <translation>
            <numerusform>%n passage</numerusform>
            <numerusform>%n passages</numerusform>
        </translation>
    </message>
</context>
</TS>
