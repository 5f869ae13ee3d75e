"""What several tests share: the browser, and a page that cannot reach any other host."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jupyter
import pandas as pd
import pytest
from bare import Bare, Mount
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect, sync_playwright

from cecot_analysis import articles as article_files
from cecot_analysis.schema import FIGURE_COLUMNS, typed

ROOT = Path(__file__).resolve().parent.parent
SCREENSHOTS = ROOT / "screenshots"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PROGRAM = next(filter(None, map(shutil.which, BROWSERS)), None)
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE = 30_000  # milliseconds: a busy machine is slow, and that is no fault of a page
LOCAL = re.compile(r"(file:|data:|blob:|about:|(http|ws)://(127\.0\.0\.1|localhost)[:/])")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests last: quick failures come first, and their event loop disturbs nobody."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.fixture(scope="module")
def articles() -> pd.DataFrame:
    """The project's articles."""
    return article_files.load_articles()


@pytest.fixture(scope="module")
def figures() -> pd.DataFrame:
    """The figures table as it is committed."""
    path = article_files.data_folder() / "figures.csv"
    return typed(pd.read_csv(path, keep_default_na=False, na_values=[""]), FIGURE_COLUMNS)


@dataclass
class Offline:
    """A browser context without a network, and all that was asked of one."""

    context: BrowserContext
    refused: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def page(self, width: int = 1280, height: int = 900) -> Page:
        """A new page; its console errors and exceptions are collected in `errors`."""
        page = self.context.new_page()
        page.set_viewport_size({"width": width, "height": height})
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on(
            "console",
            lambda message: self.errors.append(message.text) if message.type == "error" else None,
        )
        return page

    def route(self, route: Route) -> None:
        """Let local requests through; refuse and record every other one."""
        if LOCAL.match(route.request.url):
            route.continue_()
        else:
            self.refused.append(route.request.url)
            route.abort()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium; without one the test is skipped, or fails where CI is set."""
    if PROGRAM is None:
        message = (
            "no Chromium found, so the browser tests cannot run; install one "
            "(Debian, Ubuntu: apt install chromium; elsewhere: Google Chrome) and repeat make test"
        )
        if os.environ.get("CI", "").lower() in ("1", "true"):
            pytest.fail(message)
        pytest.skip(message)
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=PROGRAM, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def offline(browser: Browser) -> Iterator[Offline]:
    """A fresh context in which only file: and 127.0.0.1 answer."""
    context = browser.new_context(service_workers="block")
    offline = Offline(context)
    context.set_default_timeout(PATIENCE)
    context.route("**/*", offline.route)
    yield offline
    context.close()


@pytest.fixture(scope="module")
def address(copy: Path) -> Iterator[str]:
    """A JupyterLab over the folder that the module's `copy` prepared, as `jupyter.lab` gives it."""
    with jupyter.lab(copy) as address:
        yield address


@pytest.fixture
def mount(offline: Offline, tmp_path: Path) -> Mount:
    """Shows a widget on a page of its own, without Jupyter."""

    def shown(widget: Any) -> Bare:
        bare = Bare(offline.page(1100, 1500), widget, tmp_path)
        bare.settle()
        return bare

    return shown


@pytest.fixture(scope="session")
def screenshots() -> Path:
    """The folder for pictures taken by browser tests."""
    SCREENSHOTS.mkdir(exist_ok=True)
    return SCREENSHOTS


@pytest.fixture(scope="session")
def built_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the notebooks as they are saved; the folder that holds its index.html."""
    from cecot_analysis import site

    return site.build(tmp_path_factory.mktemp("built") / "site", execute=False).parent
