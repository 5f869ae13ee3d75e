"""Cells to HTML that is safe to publish: no script, no request, every chart with its words."""

from __future__ import annotations

import base64
import functools
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

import bleach
import vl_convert
from bs4 import BeautifulSoup, Tag
from markupsafe import Markup
from nbconvert.filters import Highlight2HTML, ansi2html, strip_ansi
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from . import pictures, sieve
from .execution import WIDGET, outdated
from .schema import DataError
from .theme import VEGALITE_MIME, title

VEGALITE_VERSION = "5.8"
PICTURES = ("image/svg+xml", "image/png", "image/jpeg")
TAGS = frozenset(
    "a abbr article aside b bdi blockquote br caption cite code col colgroup dd del details div "
    "dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li mark ol p pre "
    "q s samp section small span strong sub summary sup table tbody td tfoot th thead time tr u "
    "ul var".split()
)
ATTRIBUTES = frozenset(
    "alt class colspan data-code data-figure datetime dir id lang open role rowspan scope start "
    "tabindex title".split()
)
NEVER_TEXT = ("script", "style", "template", "noscript", "iframe", "object", "svg", "math")
SIDEWAYS = "Wider than this screen: move it sideways, or read it in the table below."
SMALL = "screen and (max-width: 42rem)"  # a screen on which the narrow form of a chart is shown
OUTDATED = Markup(
    '<p class="outdated" role="note">The words above were written about other data: not all of '
    "them hold for the data as they are now.</p>"
)
NOT_SHOWN = Markup('<p class="outdated" role="note">Nothing is shown here: {}.</p>')
MORE = "Showing {:,} of {:,} rows; each figure stands in the list of figures and in the data."
TOO_LARGE = (
    "“{heading}”: a chart of so many figures has no room on this page. They stand in the list of "
    "figures; the notebook draws it."
)
NO_SCRIPT = "A script draws this chart, and none runs here. What follows says the same in words."
NO_KERNEL = "A control stands here in JupyterLab; it needs a running kernel. What follows does not."


def _allowed(tag: str, name: str, value: str) -> bool:
    if (tag, name) == ("a", "href"):
        return not value.strip().lower().startswith("data:")
    if (tag, name) == ("img", "src"):
        return value.startswith("data:image/")
    return name in ATTRIBUTES or name.startswith("aria-")


_CLEANER = bleach.Cleaner(
    tags=TAGS,
    attributes=_allowed,
    protocols={"http", "https", "mailto", "data"},
    strip=True,
)


def clean(html: str, rows: int | None = None) -> str:
    """`html` with nothing left in it that runs, loads or styles.

    Wide tables are put into a frame of their own that scrolls; headers get their scope. Of a table
    with more than `rows` rows the first are shown, and how many there are.
    """
    soup = BeautifulSoup(html, "html.parser")
    for tag in soup(NEVER_TEXT):
        tag.decompose()
    soup = BeautifulSoup(_CLEANER.clean(str(soup)), "html.parser")
    for picture in soup("img", src=False):
        picture.decompose()
    for table in soup("table"):
        _frame(table, soup)
        if rows is not None:
            _shorten(table, rows, soup)
    for link in soup("a", href=True):
        link["href"] = re.sub(r"^([\w./-]+)\.ipynb(?=#|$)", r"\1.html", str(link["href"]))
    return str(soup)


def _one_header(table: Tag) -> None:
    """Put the names of index levels, which pandas prints in a row below, beside the others."""
    rows = table.select("thead > tr")
    if len(rows) != 2:
        return
    upper, lower = (row(["th", "td"], recursive=False) for row in rows)
    pairs = list(zip(upper, lower, strict=False))
    if len(upper) == len(lower) and not any(a.text.strip() and b.text.strip() for a, b in pairs):
        for name, index_name in pairs:
            name.string = name.text.strip() or index_name.text.strip()
        rows[1].decompose()


def _frame(table: Tag, soup: BeautifulSoup) -> None:
    _one_header(table)
    for header in table("th"):
        if header.get_text(strip=True):
            header["scope"] = "col" if header.find_parent("thead") else "row"
        else:
            header.name = "td"  # a header without words is none
            del header["scope"]
    caption = table.find("caption")
    label = caption.get_text(" ", strip=True) if caption else "Table"
    frame = {"class": "table", "role": "group", "aria-label": label, "tabindex": "0"}
    table.wrap(soup.new_tag("div", attrs=frame))


def _shorten(table: Tag, rows: int, soup: BeautifulSoup) -> None:
    body = table.select("tbody > tr")
    for row in body[rows:]:
        row.decompose()
    if len(body) > rows and table.parent:
        note = soup.new_tag("p")
        note.string = MORE.format(rows, len(body))
        table.parent.insert_after(note)


def markdown(source: str) -> str:
    """A Markdown cell as safe HTML."""
    renderer = IPythonRenderer(escape=False, exclude_anchor_links=True)
    return clean(MarkdownWithMath(renderer=renderer).render(source))


def code(source: str) -> str:
    """A code cell as highlighted HTML."""
    return str(Highlight2HTML(pygments_lexer="python")(source))


@dataclass(frozen=True)
class Detail:
    """How much a page holds: of a table so many rows, of a chart all its forms or one."""

    rows: int = 250
    still: bool = True  # a drawing for readers without scripts
    narrow: bool = True  # a form for a narrow screen
    largest: int = 1_000_000  # letters of a chart; one of more is not drawn


Caption = Callable[[dict[str, Any], str, int], Markup]
Narrow = Callable[[dict[str, Any]], dict[str, Any] | None]
FULL = Detail()


def outputs(
    cell: Any,
    name: str,
    caption: Caption | None = None,
    narrow: Narrow | None = None,
    detail: Detail = FULL,
) -> Iterator[Markup]:
    """Each output of a code cell as safe HTML, its best form only.

    Charts are named after `name`; `caption` makes what stands under them, with so many rows at
    most, `narrow` their form for a narrow screen. A cell that is outdated says so.
    Raises DataError for an output that is an error.
    """
    for number, output in enumerate(cell.outputs, 1):
        if output.output_type == "error":
            words = strip_ansi(f"{output.ename}: {output.evalue}")
            raise DataError(f"{name}: a cell ends in an error ({words}); mend and execute it again")
        if output.output_type == "stream":
            yield Markup(f'<pre class="text">{ansi2html(output.text.strip())}</pre>')
        else:
            yield from _displayed(output.data, f"{name}-{number}", caption, narrow, detail)
    if outdated(cell):
        yield OUTDATED if "assert" in cell.source else NOT_SHOWN.format(outdated(cell))


def _displayed(
    data: Any, name: str, caption: Caption | None, narrow: Narrow | None, detail: Detail
) -> Iterator[Markup]:
    words = str(data.get("text/plain", ""))
    if VEGALITE_MIME in data:
        yield chart(data[VEGALITE_MIME], words, name, caption, narrow, detail)
    elif "text/html" in data:
        yield Markup(f'<div class="html">{clean(data["text/html"], detail.rows)}</div>')
    elif picture := next((kind for kind in PICTURES if kind in data), None):
        yield _picture(data[picture], picture, words)
    elif "text/markdown" in data:
        yield Markup(f'<div class="prose">{markdown(data["text/markdown"])}</div>')
    elif WIDGET in data:
        yield Markup(f'<p class="no-kernel">{NO_KERNEL}</p>')
    elif words:
        yield Markup(f'<pre class="text">{escape(words)}</pre>')


def _picture(data: str, kind: str, words: str) -> Markup:
    stored = base64.b64encode(data.encode()).decode() if kind == PICTURES[0] else data.strip()
    alt = escape(words, quote=True)
    return Markup(f'<figure><img alt="{alt}" src="data:{kind};base64,{stored}"></figure>')


def chart(
    spec: dict[str, Any],
    words: str,
    name: str,
    caption: Caption | None = None,
    narrow: Narrow | None = None,
    detail: Detail = FULL,
) -> Markup:
    """A Vega-Lite specification as a figure that the page's script draws.

    `words` (title, then what the chart says) label it; without JavaScript a drawing made
    beforehand stands in, as `detail` has it. `caption` makes what stands under it, `narrow`
    its narrow form.
    """
    heading, _, sentence = words.partition("\n")
    sentence = sentence or heading or title(spec)
    if len(_compact(spec)) > detail.largest:
        return Markup(
            f'<p class="outdated" role="note">{TOO_LARGE.format(heading=escape(heading))}</p>'
            f"{_caption(sentence)}"
        )
    role = "group" if '"bind"' in json.dumps(spec.get("params", [])) else "img"
    label = escape(words.replace("\n", ". ").replace("..", "."), quote=True)
    small = narrow(spec) if narrow and detail.narrow else None
    forms = {"wide": spec} | ({"narrow": small} if small else {})
    stored = {"wide": spec} | ({"narrow": sieve.slender(small, spec)} if small else {})
    inside = "".join(_island(kind, form) for kind, form in stored.items())
    marks = escape(_compact(sieve.names(spec)), quote=True)
    still = _still(forms, label) if detail.still else f"<p>{NO_SCRIPT}</p>"
    below = caption(spec, words, detail.rows) if caption else _caption(sentence)
    return Markup(
        f'<figure class="chart" aria-label="{label}" '
        f'data-name="{escape(name, quote=True)}" data-marks="{marks}">'
        '<p class="sifted" data-sifted hidden></p>'
        f'<div class="sheet-of-chart" role="group" aria-label="Chart">'
        f'<p class="sideways">{SIDEWAYS}</p>'
        f'<div class="drawing" role="{role}" aria-label="{escape(heading, quote=True)}"></div>'
        f"<noscript>{still}</noscript></div>"
        f"{inside}"
        f"<figcaption>{below}</figcaption></figure>"
    )


def _still(forms: dict[str, dict[str, Any]], label: str) -> str:
    """A chart drawn beforehand, in the form that the screen has room for."""
    stored = {}
    for kind, form in forms.items():
        silent = {**form, "config": {**form.get("config", {}), "aria": False}}  # `label` says it
        stored[kind] = _drawn(json.dumps(silent))
    small = f'<source media="{SMALL}" srcset="{stored["narrow"]}">' if "narrow" in stored else ""
    return f'<picture>{small}<img alt="{label}" src="{stored["wide"]}"></picture>'


@functools.lru_cache(maxsize=64)
def _drawn(specification: str) -> str:
    svg = vl_convert.vegalite_to_svg(specification, vl_version=VEGALITE_VERSION)
    return f"data:{PICTURES[0]};base64,{base64.b64encode(pictures.slender(svg).encode()).decode()}"


def _island(kind: str, specification: dict[str, Any]) -> str:
    """A specification as JSON that cannot end the element it stands in."""
    written = _compact(specification).replace("<", "\\u003c")
    return f'<script type="application/json" data-form="{kind}">{written}</script>'


def _compact(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _caption(sentence: str) -> str:
    return f"<details><summary>The chart in words</summary><p>{escape(sentence)}</p></details>"


def is_chart(html: str) -> bool:
    """Whether `html` is a chart that the page's script has to draw."""
    return html.startswith('<figure class="chart"')


@functools.cache
def bundle(snippet: str) -> str:
    """The script of a page: `snippet` with the Vega libraries it uses, in one piece."""
    script = vl_convert.javascript_bundle(snippet, vl_version=VEGALITE_VERSION)
    return str(script).replace("</script", "<\\/script")
