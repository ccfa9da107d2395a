"""What can go wrong that a person should hear about.

The message of each of these is a sentence for the user: what happened, to what, and what to do.
Anything else that is raised is a bug and is not caught.
"""


class ArchiveError(Exception):
    """Something went wrong that the user can understand and act on."""


class NotAnArchive(ArchiveError):
    """The folder or file is not an archive of ours, or is damaged, or is newer than this version."""


class ArchiveInUse(ArchiveError):
    """Another process is writing to the archive."""


class NotFound(ArchiveError):
    """The article, passage, actor or claim type asked for does not exist."""


class Refused(ArchiveError):
    """What was asked for would break a rule of the archive; nothing was changed."""


class Cancelled(ArchiveError):
    """The user cancelled; what was committed before stays, the rest is as if never begun."""
