"""When a file was last saved, according to the file itself."""

from datetime import UTC, datetime, timedelta

from xlplugin.ooxml.zip_archive import Archive

_CORE = "docProps/core.xml"
_EARLIEST = datetime(2001, 1, 1, tzinfo=UTC)
"""Earlier times are ignored: files that this program writes state the year 2000."""
_APP, _LOCAL = "docProps/app.xml", "LibreOffice"
"""LibreOffice (7.4, and every file converted through it) writes local time and marks it as UTC."""


def saved_at(archive: Archive) -> str:
    """Return when a program last saved the file, in UTC; '' if the file does not state a possible time."""
    moment = stated_time(archive)
    return moment if moment and datetime.fromisoformat(moment) <= datetime.now(UTC) + timedelta(days=1) else ""


def stated_time(archive: Archive) -> str:
    """Return the time of saving that a file states, in UTC; '' if it states none.

    Impossible times are kept, too: ``store.which_file_counts`` compares them with the day of issue to detect a wrong
    clock.
    """
    if _CORE not in archive.names:
        return ""
    xml = archive.read(_CORE).decode("utf-8", "replace")
    _, _, rest = xml.partition(":modified")
    try:
        moment = datetime.fromisoformat(rest.partition(">")[2].partition("<")[0].strip())
        zone = None if _LOCAL in _application(archive) else moment.tzinfo or UTC
        moment = moment.replace(tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return ""
    return moment.isoformat(timespec="seconds") if moment >= _EARLIEST else ""


def _application(archive: Archive) -> str:
    """Return the program that saved a file, according to the file."""
    xml = archive.read(_APP).decode("utf-8", "replace") if _APP in archive.names else ""
    return xml.partition("Application>")[2].partition("<")[0]
