"""What every page of the site has around its content: templates, style, script, policy, footer."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from . import markup, rendering
from .edition import Edition

SITE = "What is reported about CECOT"
FOLDER = Path(__file__).parent
CHARTS, FILTER, FIND = "charts", "filter", "find"
PARTS = {
    CHARTS: ("fragment", "rows", "filter", "relay", "site"),
    FILTER: ("fragment", "rows", "filter"),
    FIND: ("fragment", "find"),
}
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


@cache
def style() -> str:
    """The style sheet of every page, without comments and indentation."""
    text = "\n".join(map(markup.stylesheet, ("house", "site", "print")))
    lines = (line.strip() for line in _COMMENT.sub("", text).splitlines())
    return "\n".join(line for line in lines if line)


@cache
def script(name: str) -> str:
    """A script of the pages: `charts` with the Vega libraries that draw them, `filter`, `find`."""
    text = markup.script(*PARTS[name])
    return rendering.bundle(text) if name == CHARTS else text.replace("</script", "<\\/script")


@cache
def _hash(content: str) -> str:
    digest = hashlib.sha256(content.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def policy(scripts: tuple[str, ...], loads: bool = False) -> str:
    """The Content-Security-Policy of a page: its own style and scripts by hash, nothing else.

    With `loads`, these scripts may load others: the index that the search reads, file by file,
    which is the only way that works from a disk.
    """
    runs = " ".join(map(_hash, map(script, scripts)))
    strict = " 'strict-dynamic'" if loads else ""
    allowed = f"script-src {runs}{strict}; " if scripts else ""
    return (
        f"default-src 'none'; {allowed}style-src {_hash(style())}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def frame(page: dict[str, Any]) -> dict[str, Any]:
    """What the templates call `resources`, around a page's own fields.

    `page["scripts"]` names its scripts; `page["loads"]` says that these load others.
    """
    scripts = tuple(page.get("scripts", ()))
    return {
        "site": SITE,
        "edition": page.get("edition"),
        "stylesheet": Markup(style()),
        "scripts": [Markup(script(name)) for name in scripts],
        "policy": Markup(policy(scripts, bool(page.get("loads")))),
        "page": page,
    }


@cache
def environment() -> Environment:
    """The templates of all pages; what is put into them is escaped."""
    folder = FOLDER / "templates" / "cecot"
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def rendered(template: str, page: dict[str, Any], edition: Edition, root: str = "../") -> str:
    """One page of the site as HTML: `template` filled with `page`; `root` leads to the index."""
    given = {"root": root, "edition": edition, "charts": 0, **page}
    return environment().get_template(f"{template}.html.j2").render(resources=frame(given)) + "\n"
