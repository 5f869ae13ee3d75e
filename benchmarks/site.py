"""How long the site of a large collection takes, and in how much memory.

    python benchmarks/site.py [--articles 500] [--figures 10]

Writes an invented collection (tests/many.py), builds its site twice, and prints processor and wall
seconds, the largest memory held, pages and their sizes, and what building again without a change
takes. The site must be there in minutes, its pages under 1.5 MB, its memory far from its size.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from many import written

from cecot_analysis import load_figures, site


def build(folder: Path) -> tuple[float, float]:
    """Processor and wall seconds of one build."""
    processor, wall = time.process_time(), time.perf_counter()
    site.build(folder, notebooks=[])
    return time.process_time() - processor, time.perf_counter() - wall


def main() -> None:
    """Print the measures of one collection."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--articles", type=int, default=500)
    options.add_argument("--figures", type=int, default=10, help="to an article")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = written(Path(folder), given.articles, given.figures)
        os.environ["CECOT_DATA"] = str(data)
        print(f"{given.articles:,} articles, {len(load_figures()):,} figures")
        target = Path(folder, "site")
        for name in ("first", "again"):
            processor, wall = build(target)
            print(f"{name}: {processor:.1f} s of processor time, {wall:.1f} s")
        pages = [path.stat().st_size for path in target.rglob("*.html")]
        whole = sum(path.stat().st_size for path in target.rglob("*") if path.is_file())
        print(f"{len(pages):,} pages, the largest {max(pages) / 1e6:.2f} MB, {whole / 1e6:.0f} MB")
        held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
        print(f"largest memory held: {held:.0f} MB")


if __name__ == "__main__":
    main()
