"""Every link of the site leads to a place that exists, and nothing leaves the folder."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup
from conftest import Offline
from pages import every_page, kinds, name, opened, parsed

from cecot_analysis import load_articles, load_figures

OUTSIDE = {"http", "https", "mailto"}
FETCHING = {"script": "src", "link": "href", "img": "src", "iframe": "src", "source": "src"}
FETCHING |= {"video": "src", "audio": "src", "object": "data", "embed": "src", "form": "action"}


def links(page: BeautifulSoup) -> Iterator[str]:
    """All that a reader can follow."""
    yield from (str(link["href"]) for link in page.select("a[href], area[href]"))


def place(page: Path, link: str) -> tuple[Path, str]:
    """The file that a link of `page` leads to, and the anchor in it."""
    address, _, anchor = link.partition("#")
    target = page.parent / unquote(address.partition("?")[0]) if address else page
    return target.resolve(), unquote(anchor)


def fault(site: Path, page: Path, link: str) -> str:
    """What is wrong with an internal link; "" if it leads somewhere inside the site."""
    target, anchor = place(page, link)
    if not target.is_relative_to(site.resolve()):
        return "leaves the site"
    if not target.is_file():
        return "leads to a folder" if target.is_dir() else "leads nowhere"
    if target.name not in {one.name for one in target.parent.iterdir()}:
        return "differs in case from the file's name"
    # An anchor with "=" is the state of a filter, which a script of that page reads.
    if not anchor or "=" in anchor or target.suffix != ".html":
        return ""
    return "" if parsed(target).find(id=anchor) else "leads to no place in the page"


def faults(site: Path) -> list[str]:
    """The broken links of all pages in `site`, with their reason."""
    return [
        f"{name(site, page)}: {link}: {reason}"
        for page in every_page(site)
        for link in dict.fromkeys(links(parsed(page)))
        if urlsplit(link).scheme not in OUTSIDE
        and (reason := fault(site, page, link) if not urlsplit(link).scheme else "is no address")
    ]


def reached(site: Path) -> set[Path]:
    """The files that a reader who starts at the index can come to by links alone."""
    start = (site / "index.html").resolve()
    seen, waiting = {start}, [start]
    while waiting:
        page = waiting.pop()
        if page.suffix != ".html":
            continue
        for link in links(parsed(page)):
            target, _ = place(page, link)
            if not urlsplit(link).scheme and target.is_file() and target not in seen:
                seen.add(target)
                waiting.append(target)
    return seen


def test_every_link_leads_somewhere(built_site: Path) -> None:
    assert faults(built_site) == []


def test_every_page_is_reached_from_the_index(built_site: Path) -> None:
    pages = {page.resolve() for page in every_page(built_site)}
    assert sorted(page.name for page in pages - reached(built_site)) == []


def test_links_have_words_and_say_where_they_lead(built_site: Path) -> None:
    for page in every_page(built_site):
        for link in parsed(page)("a", href=True):
            words = link.get_text(" ", strip=True) or str(link.get("aria-label", ""))
            assert words, (page.name, link)
            assert words.casefold() not in {"here", "click here", "link", "more"}, (page.name, link)


def test_every_article_and_figure_can_be_linked_to(built_site: Path) -> None:
    text = "\n".join(page.read_text("utf-8") for page in every_page(built_site))
    stored = {page.parent.name for page in every_page(built_site)}
    assert {"articles", "figures", "notebooks"} <= stored
    count = len(list((built_site / "figures").glob("*.html")))
    assert count >= len(load_figures())
    assert len(list((built_site / "articles").glob("*.html"))) >= len(load_articles())
    for figure_id in load_figures()["figure_id"]:
        assert figure_id in text


def test_pages_fetch_nothing_from_elsewhere(built_site: Path) -> None:
    """Read from the source, so that what only a rare click would fetch is found as well."""
    for page in every_page(built_site):
        for tag in parsed(page)(list(FETCHING)):
            address = str(tag.get(FETCHING[tag.name], ""))
            scheme = urlsplit(address).scheme
            assert scheme in {"", "data"}, (page.name, str(tag)[:200])
            assert not address.startswith("//"), (page.name, str(tag)[:200])
            if address and not scheme:
                assert (page.parent / unquote(address)).is_file(), (page.name, address)
        styles = " ".join(tag.get_text() for tag in parsed(page)("style"))
        assert not re.search(r"@import|url\(\s*['\"]?(?!data:)", styles), page.name


def test_every_page_has_a_policy_and_needs_no_exception(built_site: Path) -> None:
    for page in every_page(built_site):
        policy = parsed(page).find("meta", attrs={"http-equiv": "Content-Security-Policy"})
        assert policy, page
        rules = str(policy["content"])
        assert "default-src 'none'" in rules, page
        assert not re.search(r"https?:|\*|'unsafe-eval'", rules), page
        assert "'unsafe-inline'" not in rules.partition("script-src")[2].partition(";")[0], page
        handlers = [key for tag in parsed(page)(True) for key in tag.attrs if key.startswith("on")]
        assert handlers == [], page


class TestChecker:
    """It finds what it is there to find."""

    @pytest.mark.parametrize(
        ("link", "said"),
        [
            ("b.html#there", ""),
            ("b.html#away", "leads to no place"),
            ("c.html", "leads nowhere"),
            ("B.html", "leads nowhere|differs in case"),
            ("..", "leaves the site"),
            ("folder/", "leads to a folder"),
            ("javascript:alert(1)", "is no address"),
            ("#top", "leads to no place"),
            ("https://example.org/x", ""),
        ],
    )
    def test_finds(self, tmp_path: Path, link: str, said: str) -> None:
        (tmp_path / "folder").mkdir()
        (tmp_path / "b.html").write_text("<p id='there'>B</p>")
        (tmp_path / "index.html").write_text(f"<a href='{link}'>A</a>")
        found = faults(tmp_path)
        assert len(found) == (1 if said else 0)
        assert not said or re.search(said, found[0])

    def test_finds_pages_that_nothing_leads_to(self, tmp_path: Path) -> None:
        (tmp_path / "alone.html").write_text("<p>Alone</p>")
        (tmp_path / "index.html").write_text("<a href='index.html#x'>A</a>")
        assert reached(tmp_path) == {(tmp_path / "index.html").resolve()}


@pytest.mark.browser
def test_no_kind_of_page_asks_any_other_host(built_site: Path, offline: Offline) -> None:
    """Each kind of page is opened, pressed on everything that can be pressed, and typed into."""
    for path in kinds(built_site).values():
        page = opened(offline, path)
        page.evaluate("document.querySelectorAll('summary, button').forEach(one => one.click())")
        for field in page.locator("main input[type=search], main input[type=text]").all()[:5]:
            field.fill("prison")
            field.press("Enter")
        for choice in page.locator("main select:visible").all()[:5]:
            choice.select_option(index=1)
        page.wait_for_timeout(100)
        page.close()
    assert offline.refused == []
    assert offline.errors == []
