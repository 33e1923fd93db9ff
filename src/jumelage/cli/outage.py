"""What the command line says when the disk is full or the database is gone: one sentence what is wrong, one what to do."""

import errno
import sys

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
FULL = ("disk is full", "disk I/O error", "No space left")
DISK_FULL = (
    "The disk takes no more ({error}). What was under way was not written; make room, then run the command again."
)
LOST = (
    "The database was lost on the way ({error}). What was under way was not written; check that it runs, then run the"
    " command again."
)


def sentence(error: BaseException) -> str | None:
    """None for an error that is no outage."""
    said = " ".join(str(error).split())
    if isinstance(error, OSError):
        return DISK_FULL.format(error=error.strerror) if error.errno in NO_ROOM else None
    if not _is_operational(error):
        return None
    return (DISK_FULL if any(words in said for words in FULL) else LOST).format(error=said)


def _is_operational(error: BaseException) -> bool:
    """Without Django, which some commands never start, there is no database."""
    if "django.db" not in sys.modules:
        return False
    from django.db import InterfaceError, InternalError, OperationalError

    ended = isinstance(error, InternalError) and "terminating connection" in str(error)
    return ended or isinstance(error, OperationalError | InterfaceError)
