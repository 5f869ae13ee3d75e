"""The folder a site is written into: only what changed is written, only what was written goes."""

from __future__ import annotations

import json
import os
from pathlib import Path

from .execution import Report, quiet
from .files import digest, write_file
from .schema import DataError

MEMORY = ".made.json"
STEP = 500  # pages of one kind between two lines of progress


class Output:
    """A folder with a memory of the files in it that are its own, and what they were made from."""

    def __init__(self, folder: Path, report: Report = quiet) -> None:
        self.folder, self.report = folder, report
        self.before: dict[str, str] = _remembered(folder / MEMORY)
        self.made: dict[str, str] = {}

    def put(self, name: str, content: str | bytes, key: str = "", say: bool = True) -> bool:
        """Write `content` to `name` if it is not there already; whether it was written."""
        if name in self.made:
            raise DataError(f"{self.folder / name}: two pages of the site have this address")
        path = self.folder / name
        stored = content.encode("utf-8", "replace") if isinstance(content, str) else content
        written = _replaced(path, stored)
        self.made[name] = key and f"{key} {digest([path])}"
        if written and say:
            self.report(f"{path}: {len(stored) / 1e6:.2f} MB")
        return written

    def keep_all(self, key: str) -> bool:
        """Whether files were made from `key` and all of them are as they were; then they stay."""
        names = [name for name, made in self.before.items() if made.split(" ")[0] == key]
        if names and all(self.keep(name, key) for name in names):
            return True
        for name in names:
            self.made.pop(name, None)
        return False

    def keep(self, name: str, key: str) -> bool:
        """Whether the file `name` was made from `key` and is as it was; then it stays."""
        path = self.folder / name
        kept = path.exists() and self.before.get(name) == f"{key} {digest([path])}"
        if kept:
            self.made[name] = self.before[name]
        return kept

    def begin(self) -> None:
        """Make the folder, and remember what stands in it should the work be broken off."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if not self.before:
            write_file(self.folder / MEMORY, "{}\n")

    def finish(self) -> None:
        """Remove what an earlier build wrote and this one did not; remember the rest."""
        for name in sorted(set(self.before) - set(self.made)):
            (self.folder / name).unlink(missing_ok=True)
        lasting = json.dumps(self.made, indent=0, ensure_ascii=True, sort_keys=True)
        write_file(self.folder / MEMORY, lasting + "\n")


def _remembered(memory: Path) -> dict[str, str]:
    try:
        made = json.loads(memory.read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return {str(name): str(key) for name, key in made.items() if _inside(str(name))}


def _inside(name: str) -> bool:
    """Whether a remembered name cannot lead out of the folder."""
    return not Path(name).is_absolute() and ".." not in Path(name).parts


def _replaced(path: Path, stored: bytes) -> bool:
    """Put `stored` into `path` in one step; False if it is there already.

    Not forced to the disk file by file: a site that power failure spoils is built again.
    """
    try:
        if path.read_bytes() == stored:
            return False
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    waiting = path.with_name(f".{path.name[:80]}.{os.getpid()}")
    waiting.write_bytes(stored)
    os.replace(waiting, path)
    return True
