"""From a ticked filter to the redrawn chart, measured in a real browser, for made-up figures.

    python benchmarks/explorer.py [--sizes 100 10000 100000] [--times 20]

Each time is from the click on a choice to the painted chart: browser, kernel and back. No
selection is asked for twice, so that no chart is one that was kept.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

import pandas as pd
from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

import conftest
import jupyter

from cecot_analysis.schema import (
    CLAIMANT_KINDS,
    FIGURE_COLUMNS,
    MEASURES,
    METRICS,
    SCOPES,
    typed,
)

LIMITS = {100: 120, 10_000: 200, 100_000: 500}  # milliseconds
IN_ARTICLE = 12
FEW = 5  # below so many figures the filters are reset: nothing left is nothing redrawn
SAID = {"exact": "", "more_than": "more than ", "at_most": "up to ", "approx": "about "}
CELL = """import cecot_analysis as ca, pandas as pd
figures, articles = pd.read_pickle("figures.pkl"), pd.read_pickle("articles.pkl")
view = ca.explore(figures, articles)
view"""
# Choices that show something; those that are ticked may be taken back.
CHOICES = """nodes => nodes.filter(node => !node.classList.contains("ca-none"))
  .map(node => [node.closest("fieldset").dataset.filter, node.title])"""
MEASURE = """async ([name, label]) => {
  const facet = document.querySelector(`.ca-facet[data-filter="${name}"]`);
  const box = [...facet.querySelectorAll("label")].find((one) => one.title === label);
  const frame = document.querySelector(".ca-chart");
  const start = performance.now();
  return await new Promise((done) => {
    const watch = new MutationObserver(() => {
      watch.disconnect();
      requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
    });
    watch.observe(frame, { childList: true, attributes: true, attributeFilter: ["hidden"] });
    box.querySelector("input").click();
  });
}"""


def made(size: int, seed: int = 7) -> tuple[pd.DataFrame, pd.DataFrame]:
    """`size` figures with every metric, scope and claimant, and the articles they stand in."""
    chance = random.Random(seed)
    rows: list[dict[str, Any]] = []
    texts: dict[str, str] = {}
    while len(rows) < size:
        article, text = f"{len(texts):06d}_made", ""
        for _ in range(min(IN_ARTICLE, size - len(rows))):
            row, sentence = _figure(chance, article, len(text))
            rows.append(row)
            text += sentence + "\n"
        texts[article] = text
    dates = pd.to_datetime(
        [f"2025-{at % 12 + 1:02d}-{at % 28 + 1:02d}" for at in range(len(texts))]
    )
    papers = [f"Paper {at % 40}" for at in range(len(texts))]
    articles = pd.DataFrame(
        {"text": texts.values(), "publisher": papers, "published": dates, "language": "en"},
        index=pd.Index(list(texts), name="article_id"),
    )
    return typed(pd.DataFrame(rows), FIGURE_COLUMNS), articles


def _figure(chance: random.Random, article: str, offset: int) -> tuple[dict[str, Any], str]:
    value = round(10 ** chance.uniform(1, 5.5))
    comparator = chance.choice(list(SAID))
    metric = chance.choice(METRICS[:5])
    surface = f"{value:,}"
    sentence = f"It was said to be {SAID[comparator]}{surface} people, of {metric}."
    start = offset + sentence.index(surface)
    kind = chance.choice(CLAIMANT_KINDS)
    low = value if comparator in ("exact", "more_than") else None
    high = value if comparator in ("exact", "at_most") else None
    row = {
        "figure_id": f"{article}-{start}-{metric}",
        "article_id": article,
        "section": "body",
        "metric": metric,
        "scope": chance.choice(SCOPES[:4]),
        "measure": chance.choice(MEASURES[:2]),
        "value": value,
        "comparator": comparator,
        "low": low,
        "high": high,
        "unit": "people",
        "as_of_basis": "none",
        "attribution": None if kind == "none" else f"The {kind} {chance.randrange(30)}",
        "claimant_kind": kind,
        "attribution_basis": "none" if kind == "none" else "stated",
        "surface": surface,
        "start": start,
        "end": start + len(surface),
        "quote": sentence,
        "quote_start": offset,
        "quote_end": offset + len(sentence),
        "rule": "made.up",
        "review": "proposed",
    }
    return row, sentence


def measured(page: Page, times: int, seed: int = 3) -> list[float]:
    """Milliseconds from ticking a choice to the painted chart; no selection comes twice."""
    chance = random.Random(seed)
    boxes = page.locator(
        '.ca-facet:is([data-filter="metric"], [data-filter="scope"], [data-filter="measure"],'
        '[data-filter="comparator"], [data-filter="claimant_kind"]) label'
    )
    ticked: set[tuple[str, str]] = set()
    seen: set[frozenset[tuple[str, str]]] = {frozenset()}
    taken: list[float] = []
    while len(taken) < times + 2:
        found = boxes.evaluate_all(CHOICES)
        choice = tuple(chance.choice(found))
        after = ticked ^ {choice}
        if frozenset(after) in seen:
            continue
        seen.add(frozenset(after))
        ticked = after
        taken.append(page.evaluate(MEASURE, list(choice)))
        page.wait_for_timeout(400)  # a person looks at what was drawn
        if int(page.locator(".ca-status").inner_text().split()[0].replace(",", "")) < FEW:
            page.get_by_role("button", name="Reset filters").click()
            page.wait_for_timeout(600)
            ticked = set()
    return taken[2:]  # the first two warm up


def _run(folder: Path, size: int, times: int) -> list[float]:
    figures, articles = made(size)
    figures.to_pickle(folder / "figures.pkl")
    articles.to_pickle(folder / "articles.pkl")
    jupyter.write_notebook(folder / f"measure_{size}.ipynb", CELL)
    program = next(path for path in map(jupyter.shutil.which, conftest.BROWSERS) if path)
    with jupyter.lab(folder) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(conftest.FLAGS))
        page = browser.new_page(viewport={"width": 1280, "height": 1400})
        jupyter.open_notebook(page, address, f"measure_{size}.ipynb")
        jupyter.run_all(page)
        page.locator(".ca-chart svg.marks").wait_for(timeout=jupyter.RUN_TIMEOUT)
        page.wait_for_timeout(1500)
        taken = measured(page, times)
        print(f"  {page.locator('.ca-status').inner_text()}: ", end="")
        print(page.locator(".ca-chart-pane .ca-note").inner_text() or "all drawn one by one")
        browser.close()
    return taken


def main() -> int:
    """Measure each size and print the median; 1 where a median is above its limit."""
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    reader.add_argument("--sizes", type=int, nargs="+", default=list(LIMITS))
    reader.add_argument("--times", type=int, default=20)
    asked = reader.parse_args()
    late = False
    for size in asked.sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = jupyter.scratch_copy(Path(name))
            jupyter.settings(folder, "JupyterLab Light")
            taken = _run(folder, size, asked.times)
        median, most = statistics.median(taken), max(taken)
        limit = LIMITS.get(size)
        said = "" if limit is None else f", limit {limit} ms"
        print(f"{size:>7,} figures: median {median:.0f} ms of {len(taken)}, most {most:.0f}{said}")
        late |= limit is not None and median > limit
    return int(late)


if __name__ == "__main__":
    sys.exit(main())
