"""The figures as plain tables: CSV that no spreadsheet runs, JSON Lines, Parquet.

A CSV has no types, so that a spreadsheet takes a text such as "=2+3" for a formula. Such a text
is written with an apostrophe before it, and a text that begins with an apostrophe with one more:
who reads the file takes the first apostrophe off (`restored`). Numbers are never touched.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from typing import Any

import pandas as pd

from .schema import DataError

APOSTROPHE = (
    "A text that a spreadsheet could take for a formula (=, +, -, @ or a tab first), or that "
    "begins with an apostrophe, has an apostrophe (') before it, which is no part of it: take "
    "the first apostrophe off each text that begins with one."
)
_RISKY = re.compile(r"[\s\0\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n']")
_BORDER = re.compile('[",\\r\\n]')
_EXACT = 2**53  # up to here every whole number is a float of its own
_LINE_ENDS = {ord(end): f"\\u{ord(end):04x}" for end in "\x85\u2028\u2029"}


def neutral(text: str) -> str:
    """`text` as a spreadsheet may have it: an apostrophe before what could be a formula."""
    return f"'{text}" if _RISKY.match(text) else text


def restored(table: pd.DataFrame) -> pd.DataFrame:
    """A table read from an exported CSV with each text as it was before `neutral`."""
    cells = table.map(lambda cell: cell[1:] if isinstance(cell, str) and cell[:1] == "'" else cell)
    return cells.rename(columns=lambda name: str(name).removeprefix("'"))


def plain_number(value: float) -> int | float:
    """A whole number without its point; the same number."""
    return int(value) if value == int(value) and abs(value) < _EXACT else value


def plain_cell(cell: Any) -> Any:
    """A cell as JSON knows it: None where missing, whole numbers without a point."""
    if isinstance(cell, str):
        return cell
    if pd.api.types.is_scalar(cell) and pd.isna(cell):
        return None
    if hasattr(cell, "item"):
        cell = cell.item()
    if isinstance(cell, float):
        return plain_number(cell)
    return cell if isinstance(cell, bool | int) else str(cell)


def rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Each row as a dict of plain cells, in the order of the columns."""
    columns = {str(name): [plain_cell(cell) for cell in table[name]] for name in table.columns}
    return [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]


def json_line(row: Any) -> str:
    """`row` as JSON on one line, whatever a reader takes for the end of one."""
    return json.dumps(row, ensure_ascii=False, allow_nan=False).translate(_LINE_ENDS)


def _field(cell: Any, write: Callable[[str], str]) -> str:
    """A cell of a CSV. Written here since Python's writer forgot carriage returns until 3.13."""
    if cell is None:
        return ""
    text = write(cell) if isinstance(cell, str) else str(cell)
    return '"' + text.replace('"', '""') + '"' if not text or _BORDER.search(text) else text


def csv_text(table: pd.DataFrame, write: Callable[[str], str] = neutral) -> str:
    """`table` as CSV; missing cells are empty, whole numbers without a point, line ends kept.

    `write` says how a text is written; `str` leaves it as it is.
    """
    lines = [[str(name) for name in table.columns], *(row.values() for row in rows(table))]
    return "".join(",".join(_field(cell, write) for cell in cells) + "\n" for cells in lines)


def json_lines(table: pd.DataFrame) -> str:
    """`table` as JSON Lines: one object per row, missing cells null."""
    return "".join(json_line(row) + "\n" for row in rows(table))


def parquet(table: pd.DataFrame, about: dict[str, str]) -> bytes:
    """`table` as Parquet: texts, whole numbers and numbers typed, missing cells null.

    `about` is written into the file's metadata. Raises DataError where polars is not installed.
    """
    try:
        import polars
    except ImportError as error:
        raise DataError(
            "parquet: needs the package polars, which is not here; install it with "
            "`pip install polars`, or take jsonl, which keeps types as well"
        ) from error
    types = {"int64": polars.Int64, "float64": polars.Float64, "bool": polars.Boolean}
    columns = []
    for name in table.columns:
        kind: Any = types.get(str(table[name].dtype), polars.String)
        cells = [plain_cell(cell) for cell in table[name]]
        if kind is polars.String:
            cells = [None if cell is None else str(cell) for cell in cells]
        columns.append(polars.Series(str(name), cells, dtype=kind, strict=False))
    buffer = io.BytesIO()
    polars.DataFrame(columns).write_parquet(buffer, compression="zstd", metadata=about)
    return buffer.getvalue()
