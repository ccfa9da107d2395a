"""What is said of a file once it was read and stored: an outcome for it and for each of its articles."""

from collections.abc import Sequence

from archive_app.importing.draft import Draft
from archive_app.importing.storing import FileRead, Known, KnownFile, Place, StoringPlan
from archive_app.model.tables import Article
from archive_app.model.values import OutcomeState
from archive_app.storage.deleted import DeletedArticle
from archive_app.storage.import_reports import ArticleOutcome, FileOutcome

_STORED = (OutcomeState.IMPORTED, OutcomeState.REVIEW)


def outcomes_of(
    plan: StoringPlan, batch: Sequence[FileRead], articles: Sequence[Article]
) -> list[FileOutcome]:
    """Return the outcome of each file of a batch; ``articles`` are what the plan's new drafts became."""
    of_file: dict[int, list[ArticleOutcome]] = {read.place: [] for read in batch}
    for place, ((read, draft), article) in enumerate(zip(plan.new, articles, strict=True)):
        earlier = plan.versions.get(place)
        of_file[read.place].append(_stored(draft, article, _known(earlier, articles)))
    for twin in plan.twins:
        of = twin.of if isinstance(twin.of, DeletedArticle) else _known(twin.of, articles)
        assert of is not None
        of_file[twin.read.place].append(_twin(twin.draft, of))
    # A copy of a file is the same as the whole of it, also where some of that could not be read.
    copies = {twin.read.place for twin in plan.twins if twin.draft is None}
    for read in batch:
        if read.place in copies:
            continue
        of_file[read.place] += [
            ArticleOutcome(OutcomeState.FAILED, item.number, item.member, reason=item.reason)
            for item in read.reading.failed
        ]
    return [
        _file(
            read,
            sorted(of_file[read.place], key=lambda article: article.number or 0),
            # Of a file that was known before it was read nobody wants to hear what was odd about it.
            any(article.state in _STORED for article in of_file[read.place]),
        )
        for read in batch
    ]


def outcome_of_known(place: int, path: str, sha256: str, known: KnownFile) -> FileOutcome:
    """Return the outcome of a file that was not read, because its very bytes were imported before."""
    articles = [] if known.of is None else [_twin(None, known.of)]
    articles += [_twin(None, deleted, number) for number, deleted in known.deleted]
    return FileOutcome(
        place, path, OutcomeState.DUPLICATE, sha256=sha256, duplicates=len(articles), articles=tuple(articles)
    )


def failed_outcome(place: int, path: str, reason: str, sha256: str = "") -> FileOutcome:
    """Return the outcome of a file of which nothing could be imported."""
    return FileOutcome(place, path, OutcomeState.FAILED, reason, sha256)


def _file(read: FileRead, articles: Sequence[ArticleOutcome], is_stored: bool) -> FileOutcome:
    states = [article.state for article in articles]
    imported = sum(state in _STORED for state in states)
    failed = states.count(OutcomeState.FAILED)
    links = read.reading.links
    warnings = read.reading.warnings if is_stored or links else ()
    if failed or warnings or links or OutcomeState.REVIEW in states:
        state = OutcomeState.REVIEW
    else:
        state = OutcomeState.DUPLICATE if states and not imported else OutcomeState.IMPORTED
    return FileOutcome(
        read.place, read.path or read.name, state, _about_links(len(links)), read.sha256, read.reading.reader,
        read.reading.declared, imported, states.count(OutcomeState.DUPLICATE), failed, tuple(articles),
        warnings, links=links,
    )  # fmt: skip


def _about_links(count: int) -> str:
    if not count:
        return ""
    them = "1 web address without its text" if count == 1 else f"{count} web addresses without their texts"
    return f"It holds {them}. “Import from Web Addresses” fetches what they lead to."


def _known(of: Known | Place | None, articles: Sequence[Article]) -> Known | None:
    if not isinstance(of, int):
        return of
    article = articles[of]
    return Known(article.key, article.uid, article.title)


def _stored(draft: Draft, article: Article, earlier: Known | None) -> ArticleOutcome:
    if earlier is None:
        return ArticleOutcome(
            OutcomeState.IMPORTED, draft.number or 1, draft.member, article.title, article.uid,
            article_id=article.id,
        )  # fmt: skip
    return ArticleOutcome(
        OutcomeState.REVIEW, draft.number or 1, draft.member, article.title, article.uid, earlier.uid,
        reason=f"It is another version of “{earlier.title}”: the news database has both under one number.",
        article_id=article.id, of_id=earlier.id, of_title=earlier.title,
    )  # fmt: skip


def _twin(draft: Draft | None, of: Known | DeletedArticle, number: int | None = None) -> ArticleOutcome:
    title = draft.title if draft is not None else of.title
    number = (draft.number or 1) if draft is not None else number
    member = draft.member if draft is not None else ""
    if isinstance(of, Known):
        return ArticleOutcome(
            OutcomeState.DUPLICATE, number, member, title, of_uid=of.uid, of_id=of.id, of_title=of.title
        )
    if of.merged_into is not None:
        return ArticleOutcome(
            OutcomeState.DUPLICATE, number, member, title, of_uid=of.merged_uid,
            reason=f"It was merged into “{of.merged_title}”.",
            of_id=of.merged_into, of_title=of.merged_title,
        )  # fmt: skip
    return ArticleOutcome(
        OutcomeState.DUPLICATE, number, member, title, deleted_uid=of.uid,
        reason="It was deleted. It can be restored with its passages.",
    )  # fmt: skip
