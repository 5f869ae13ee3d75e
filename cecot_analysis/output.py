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
        self.inputs, self.before = _remembered(folder / MEMORY)
        self.made: dict[str, str] = {}

    def complete(self, inputs: str) -> bool:
        """Whether the folder was made from `inputs`, all of it, and every file is as it was."""
        if self.inputs != inputs or not self.before:
            return False
        paths = ((self.folder / name, made) for name, made in self.before.items())
        return all(path.is_file() and _ends(made, path) for path, made in paths)

    def put(self, name: str, content: str | bytes, key: str = "", say: bool = True) -> bool:
        """Write `content` to `name` if it is not there already; whether it was written."""
        if name in self.made:
            raise DataError(f"{self.folder / name}: two pages of the site have this address")
        path = self.folder / name
        stored = content.encode("utf-8", "replace") if isinstance(content, str) else content
        written = _replaced(path, stored)
        self.made[name] = f"{key} {digest([path])}"
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
            write_file(self.folder / MEMORY, json.dumps({"inputs": "", "made": {}}) + "\n")

    def finish(self, inputs: str = "") -> None:
        """Remove what an earlier build wrote and this one did not; remember the rest."""
        for name in sorted(set(self.before) - set(self.made)):
            (self.folder / name).unlink(missing_ok=True)
        content = {"inputs": inputs, "made": self.made}
        lasting = json.dumps(content, indent=0, ensure_ascii=True, sort_keys=True)
        write_file(self.folder / MEMORY, lasting + "\n")


def _remembered(memory: Path) -> tuple[str, dict[str, str]]:
    """What the files in a folder were made from, and name to key for each of them."""
    try:
        kept = dict(json.loads(memory.read_text("utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return "", {}
    made = kept.get("made")
    if not isinstance(made, dict):  # of an earlier version, which named the files alone
        made = kept
    inputs = str(kept.get("inputs", ""))
    return inputs, {str(name): str(key) for name, key in made.items() if _inside(str(name))}


def _ends(made: str, path: Path) -> bool:
    """Whether the file at `path` still is what it was when `made` was written down."""
    return made.rpartition(" ")[2] == digest([path])


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
