"""When a file was saved last, as it says itself."""

from datetime import UTC, datetime, timedelta

from xlplugin.ooxml.zip_archive import Archive

_CORE = "docProps/core.xml"
_EARLIEST = datetime(2001, 1, 1, tzinfo=UTC)
"""Before that nothing is said: what this program itself writes says the year 2000."""
_APP, _LOCAL = "docProps/app.xml", "LibreOffice"
"""LibreOffice (7.4, and as .ods and .xls come through it) writes the time of the clock on the wall and calls it UTC."""


def saved_at(archive: Archive) -> str:
    """Give when a program saved the file last, as it says itself, in UTC; '' where it does not, or cannot have been."""
    moment = stated_time(archive)
    return moment if moment and datetime.fromisoformat(moment) <= datetime.now(UTC) + timedelta(days=1) else ""


def stated_time(archive: Archive) -> str:
    """Give when a program saved the file last, as it says itself, in UTC; '' where it does not say.

    An impossible time is kept too: ``precedence`` compares it with the day of issue and finds that the clock was wrong.
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
    """Give which program saved a file, as it says itself."""
    xml = archive.read(_APP).decode("utf-8", "replace") if _APP in archive.names else ""
    return xml.partition("Application>")[2].partition("<")[0]
