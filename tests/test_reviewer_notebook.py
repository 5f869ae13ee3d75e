"""Running notebooks 10 and 11 anew notices what is broken: each fault is made on purpose."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import jupyter
import pytest

BROKEN = {
    "a dispute that is decided for the first reviewer": (
        "decisions.py",
        "\ndef disputed(decisions):\n    return False\n",
        "10_review",
        'assert reviewed["review"].tolist().count("disputed") == 1',
    ),
    "numbers that begin a character late": (
        "reader.py",
        """
_right = Reader._take
def _late(self, text):
    _right(self, text)
    figures = self._figures
    surface = [text[s + 1 : e] for s, e in zip(figures["start"], figures["end"])]
    self._figures = figures.assign(start=figures["start"] + 1, surface=surface)
Reader._take = _late
""",
        "11_read",
        "view.evidence",
    ),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_fault_is_seen(fault: str, tmp_path: Path) -> None:
    module, change, notebook, seen = BROKEN[fault]
    copy = jupyter.scratch_copy(tmp_path)
    file = copy / "cecot_analysis" / module
    file.write_text(file.read_text(encoding="utf-8") + change, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    command += ["--nbval", "--nbval-current-env", f"notebooks/{notebook}.ipynb"]
    run = subprocess.run(
        command, cwd=copy, env=jupyter.environment(copy), capture_output=True, text=True
    )
    assert run.returncode == 1, run.stdout
    words = re.sub(r"\x1b\[[0-9;]*m", "", run.stdout)
    failed = re.findall(r"(?:differ|exception)\s+Input:\n(.*?)\n\n", words, re.DOTALL)
    assert any(seen in cell for cell in failed), words


def test_running_them_decides_and_adds_nothing(tmp_path: Path) -> None:
    copy = jupyter.scratch_copy(tmp_path)
    before = {path: path.read_bytes() for path in (copy / "data").rglob("*") if path.is_file()}
    command = [sys.executable, "-m", "jupyter", "nbconvert", "--to", "notebook", "--execute"]
    command += ["--output-dir", str(tmp_path / "out")]
    command += ["notebooks/10_review.ipynb", "notebooks/11_read.ipynb"]
    subprocess.run(command, cwd=copy, env=jupyter.environment(copy), check=True)
    after = {path: path.read_bytes() for path in (copy / "data").rglob("*") if path.is_file()}
    assert after == before
