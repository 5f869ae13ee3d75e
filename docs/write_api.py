"""Write docs/api.md from the docstrings: `make docs`."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import cecot_analysis
from cecot_analysis import charts

PAGE = Path(__file__).parent / "api.md"
HEAD = """# Every public name

    import cecot_analysis as ca

All tables are plain pandas DataFrames; their columns are in `data/README.md`. Written from the
docstrings by `make docs`.
"""


def public(module: ModuleType) -> dict[str, Any]:
    """The public names of a module: its `__all__`, or its own functions and its charts."""
    own = inspect.getmembers(module, inspect.isfunction)
    defined = [
        name
        for name, found in own
        if name.endswith("_chart") or (found.__module__ == module.__name__ and name[0] != "_")
    ]
    return {name: getattr(module, name) for name in getattr(module, "__all__", defined)}


def entry(name: str, found: Any) -> str:
    """One name: its signature and its docstring."""
    if isinstance(found, type):
        title = name
    else:
        signature = re.sub(r"(: |-> )'([^']*)'", r"\1\2", str(inspect.signature(found)))
        title = f"{name}{signature}"
    title = re.sub(r"pandas\.(core\.\w+\.)?", "pd.", title).replace("altair.", "alt.")
    return f"\n### `{name}`\n\n    {title}\n\n{inspect.getdoc(found)}\n"


def page() -> str:
    """The whole page as Markdown."""
    names = {n: f for n, f in public(cecot_analysis).items() if not isinstance(f, ModuleType)}
    parts = [HEAD, *(entry(name, found) for name, found in sorted(names.items()))]
    parts.append("\n## Charts: `ca.charts`\n")
    parts += [entry(name, found) for name, found in sorted(public(charts).items())]
    return "".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
