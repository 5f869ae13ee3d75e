"""Files packed as one: the same bytes for the same files, on every machine and day."""

from __future__ import annotations

import datetime
import io
import os
import zipfile
from collections.abc import Mapping

from .schema import DataError

EARLIEST = datetime.datetime(1980, 1, 1, tzinfo=datetime.UTC)  # a zip knows no earlier time
LATEST = datetime.datetime(2107, 12, 31, tzinfo=datetime.UTC)  # and no later one


def stamp() -> datetime.datetime:
    """The time that packed files carry: `SOURCE_DATE_EPOCH` if it is set, else 1 January 1980.

    Never the clock's. Raises DataError where the variable is no number of seconds.
    """
    given = os.environ.get("SOURCE_DATE_EPOCH", "").strip()
    if not given:
        return EARLIEST
    try:
        moment = datetime.datetime.fromtimestamp(int(given), datetime.UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise DataError(
            f"SOURCE_DATE_EPOCH is {given!r}; expected seconds since 1970-01-01, such as 1735689600"
        ) from error
    return min(max(moment, EARLIEST), LATEST)


def zipped(files: Mapping[str, bytes]) -> bytes:
    """`files` (path to content) as a zip archive, in their order, stamped with `stamp()`."""
    buffer, moment = io.BytesIO(), stamp()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for path, content in files.items():
            entry = zipfile.ZipInfo(path, date_time=moment.timetuple()[:6])
            entry.external_attr = 0o644 << 16
            entry.create_system = 3  # else it is another one on Windows
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, content)
    return buffer.getvalue()
