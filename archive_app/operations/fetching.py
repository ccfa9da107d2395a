"""Web addresses become articles: fetched now, because somebody asked for them now."""

from collections.abc import Callable, Sequence

from archive_app.importing.outcomes import outcome_of_known
from archive_app.importing.sandbox import Sandbox
from archive_app.importing.storing import Known, KnownFile
from archive_app.importing.web.fetching import Fetcher
from archive_app.model.errors import Refused
from archive_app.model.identity import now
from archive_app.model.web_links import WebLink
from archive_app.operations.import_recording import Hearing, Recording
from archive_app.operations.importing import AskedPage, ImportProgress, ImportReport, import_found
from archive_app.storage.archive import Archive
from archive_app.storage.bibliography import articles_of_origins
from archive_app.storage.originals import sweep_unfinished


def fetch_addresses(
    archive: Archive,
    links: Sequence[WebLink],
    *,
    coder: str,
    again: bool = False,
    fetcher: Fetcher | None = None,
    progress: Callable[[ImportProgress], None] | None = None,
    heard: Hearing | None = None,
    cancelled: Callable[[], bool] | None = None,
    sandbox: Sandbox | None = None,
) -> ImportReport:
    """Fetch pages of the web and import them; each address has its outcome in the report.

    Addresses that an article was taken from before are left out, unless they are to be fetched ``again``. Of
    several with the same address the first counts. Two requests to one host lie two seconds apart; addresses
    of different hosts are taken in turn. The callbacks are as for
    :func:`archive_app.operations.importing.import_files`.

    Raises:
        Refused: There is no address, or the archive is open for reading only.
    """
    if not archive.is_writable:
        raise Refused(f"The archive “{archive.name}” is open for reading only, so nothing was fetched.")
    wanted = list({link.url: link for link in reversed(links)}.values())[::-1]
    if not wanted:
        raise Refused("There is no web address to fetch.")
    sweep_unfinished(archive.places)
    with archive.reading() as session:
        known = {} if again else articles_of_origins(session, [link.url for link in wanted])
    new = in_turn([link for link in wanted if link.url not in known])
    asker = fetcher or Fetcher()
    recording = Recording(
        archive, coder, [link.url for link in wanted], {}, total=len(wanted), started=now(), heard=heard
    )
    for place, link in enumerate((link for link in wanted if link.url in known), len(new)):
        recording.say(outcome_of_known(place, link.url, "", KnownFile(Known(*known[link.url]))))
    return import_found(
        archive,
        [AskedPage(link, asker) for link in new],
        recording,
        coder,
        None,
        progress,
        cancelled,
        sandbox,
    )


def in_turn(links: Sequence[WebLink]) -> list[WebLink]:
    """Order addresses so that those of one host lie apart, each host's in the order given."""
    queues: dict[str, list[WebLink]] = {}
    for link in links:
        queues.setdefault(link.url.split("/", 3)[2], []).append(link)
    rounds = max(map(len, queues.values()), default=0)
    return [queue[at] for at in range(rounds) for queue in queues.values() if at < len(queue)]
