"""Pages of a built site as several tests see them: all of them, of one kind, parsed, opened."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bs4 import BeautifulSoup
from conftest import Offline
from playwright.sync_api import Browser, Page

DRAWN = "() => document.querySelectorAll('figure.chart:not([data-drawn])').length == 0"


def every_page(site: Path) -> list[Path]:
    """All pages of the site in `site`, in the order of their names."""
    return sorted(site.rglob("*.html"))


def name(site: Path, page: Path) -> str:
    """What a failing test calls the page: its place in the site."""
    return page.relative_to(site).as_posix()


def kinds(site: Path) -> dict[str, Path]:
    """One page of each kind: each at the top; of each folder its list and its largest page."""
    found: dict[str, Path] = {}
    for page in sorted(every_page(site), key=lambda path: path.stat().st_size):
        place = page.relative_to(site)
        folder = "-".join(place.parts[:-1])
        listing = f"{folder}-index" if page.stem == "index" else folder
        found[listing if folder else page.stem] = page
    return found


@functools.cache
def parsed(page: Path) -> BeautifulSoup:
    """The page as a tree; the same tree each time."""
    return BeautifulSoup(page.read_text("utf-8"), "html.parser")


@contextmanager
def alone(browser: Browser) -> Iterator[Offline]:
    """A context of its own without a network, for tests that share their pages."""
    context = browser.new_context(service_workers="block")
    offline = Offline(context)
    context.route("**/*", offline.route)
    try:
        yield offline
    finally:
        context.close()


def shown_at(page: Page, path: Path) -> None:
    """Let `page` show the file at `path`, all its charts drawn."""
    page.goto(path.as_uri())
    page.wait_for_function(DRAWN)


def opened(offline: Offline, path: Path, width: int = 1280, height: int = 900) -> Page:
    """The page at `path` in a browser, all its charts drawn."""
    page = offline.page(width, height)
    shown_at(page, path)
    return page
