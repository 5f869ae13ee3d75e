"""A changed figure turns the notebooks red, and only a changed one does."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOK = "02_capacity.ipynb"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A scratch folder with the data and one notebook."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    (tmp_path / "notebooks").mkdir()
    shutil.copy(ROOT / "notebooks" / NOTEBOOK, tmp_path / "notebooks")
    return tmp_path


def nbval(folder: Path) -> subprocess.CompletedProcess[str]:
    """Execute the folder's notebook on the folder's data and compare every output."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    command += ["--nbval", "--nbval-current-env", str(folder / "notebooks" / NOTEBOOK)]
    environment = {**os.environ, "CECOT_DATA": str(folder / "data")}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)


def change_a_figure(folder: Path) -> None:
    """Another number in one article's text, as a new version of that text would have it."""
    for text in sorted((folder / "data" / "articles").glob("*.txt")):
        words = text.read_bytes()
        if b"40,000" in words:
            text.write_bytes(words.replace(b"40,000", b"41,000", 1))
            text.with_suffix(".yml").unlink()
            return
    raise AssertionError("no article prints the figure that this test changes")


def test_unchanged_data_pass(copy: Path) -> None:
    result = nbval(copy)
    assert result.returncode == 0, result.stdout[-4000:]


def test_one_changed_figure_fails(copy: Path) -> None:
    change_a_figure(copy)
    result = nbval(copy)
    assert result.returncode == 1, result.stdout[-4000:]
    assert "41,000" in result.stdout


def test_one_changed_saved_output_fails(copy: Path) -> None:
    path = copy / "notebooks" / NOTEBOOK
    saved = path.read_text("utf-8")
    changed = saved.replace("40,000", "40,001")
    assert changed != saved
    path.write_text(changed, "utf-8")
    outputs = [cell.get("outputs") for cell in nbformat.read(path, as_version=4).cells]
    assert "40,001" in str(outputs)
    assert nbval(copy).returncode == 1
