"""Files written in one step, and known by their content."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path


def write_file(path: Path, content: str | bytes) -> bool:
    """Put `content` into `path` in one step; False, and nothing written, if it is there already.

    What is no file of the disk, a terminal or a pipe, is written to as it is.
    """
    stored = content.encode() if isinstance(content, str) else content
    if path.exists() and not path.is_file():
        path.write_bytes(stored)
        return True
    if path.exists() and path.read_bytes() == stored:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(stored)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise
    return True


def digest(paths: Iterable[Path]) -> str:
    """SHA-256 over the names and contents of `paths`, in order."""
    total = hashlib.sha256()
    for path in paths:
        total.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()
