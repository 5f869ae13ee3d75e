"""The headings and ids of a page put together from parts: no level skipped, no id twice."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup
from markupsafe import Markup

RESERVED = ("content",)  # ids that the page around the parts has
_HEADING = re.compile(r"h[1-6]\Z")


class Outline:
    """What the parts of a page that came before have used up."""

    def __init__(self) -> None:
        self.ids: set[str] = set(RESERVED)
        self.level = 0

    def fitted(self, html: str) -> Markup:
        """`html` with its headings one level below the last at most, the first of the page alone
        on the first level, and without ids that stand on the page already."""
        if not re.search(r"<h[1-6]\b|\sid=", html):
            return Markup(html)
        soup = BeautifulSoup(html, "html.parser")
        for heading in soup(_HEADING):
            lowest = 2 if self.level else 1
            self.level = max(lowest, min(int(heading.name[1]), self.level + 1))
            heading.name = f"h{self.level}"
        for tag in soup(id=True):
            if str(tag["id"]) in self.ids:
                del tag["id"]
            else:
                self.ids.add(str(tag["id"]))
        return Markup(str(soup))
