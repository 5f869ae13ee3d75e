"""Running notebook 09 anew notices a broken filter and a wrong quote: each is broken on purpose."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import jupyter
import pytest

NOTEBOOK = "notebooks/09_explorer.ipynb"
BROKEN = {
    "an inverted filter": (
        "matching.py",
        """
_right = Matches.mask
def _inverted(self, filters, without=""):
    passed = _right(self, filters, without)
    return ~passed if filters.get("metric") else passed
Matches.mask = _inverted
""",
        "view.chart",
    ),
    "a quote that begins a character late": (
        "evidence.py",
        """
_right = _quote_layers
def _quote_layers(figures, selected):
    return _right(figures.assign(quote_start=figures["quote_start"] + 1), selected)
""",
        "view.evidence",
    ),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_explorer_is_seen(fault: str, tmp_path: Path) -> None:
    module, change, shown = BROKEN[fault]
    copy = jupyter.scratch_copy(tmp_path)
    file = copy / "cecot_analysis" / module
    file.write_text(file.read_text(encoding="utf-8") + change, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    command += ["--nbval", "--nbval-current-env", NOTEBOOK]
    run = subprocess.run(
        command, cwd=copy, env=jupyter.environment(copy), capture_output=True, text=True
    )
    assert run.returncode == 1, run.stdout
    words = re.sub(r"\x1b\[[0-9;]*m", "", run.stdout)
    differing = re.findall(r"Cell outputs differ\s+Input:\n(.*?)\n\n", words, re.DOTALL)
    assert any(cell.endswith(shown) for cell in differing), words
