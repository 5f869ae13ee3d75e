"""One look for every chart, and its saved form: Vega-Lite JSON, a picture and a sentence.

The output of a chart asks no other host for anything: where Vega runs, the specification is drawn
live; where it does not, the picture stands in, with the sentence as its alternative text.
"""

from __future__ import annotations

import base64
import functools
import html
import json
import struct
from typing import Any

import altair as alt
import vl_convert

from . import pictures
from .schema import CLAIMANT_KINDS

VEGALITE_MIME = "application/vnd.vegalite.v5+json"
VEGALITE_SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
PICTURE_SCALE = 1.5

# Liberation Sans is shipped inside vl-convert and has the widths of Arial and Helvetica, so
# text takes the same room in the picture, in a browser and on every system.
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"

# Okabe–Ito. The same colour for the same kind of claimant in every chart, whatever is filtered.
CLAIMANT_COLOURS = {
    "government": "#0072B2",
    "ngo": "#D55E00",
    "igo": "#009E73",
    "court": "#CC79A7",
    "media": "#E69F00",
    "expert": "#56B4E9",
    "none": "#6B7280",
}
CLAIMANT_NAMES = {
    "government": "government",
    "ngo": "non-governmental",
    "igo": "intergovernmental",
    "court": "court",
    "media": "media",
    "expert": "expert",
    "none": "nobody named",
}
Panel = alt.LayerChart | alt.FacetChart
INK, MUTED, HAIRLINE, PALE = "#1F2937", "#5B6472", "#E5E7EB", "#F3F4F6"


@alt.theme.register("cecot", enable=True)
def theme() -> alt.theme.ThemeConfig:
    """The house theme as an Altair theme: fonts, hairlines, no frame around the plot."""
    config = {
        "font": FONT,
        "background": "white",
        "padding": 10,
        "view": {"stroke": None},
        "concat": {"spacing": 14},
        "title": {
            "anchor": "start",
            "frame": "bounds",
            "fontSize": 16,
            "fontWeight": "bold",
            "lineHeight": 21,
            "color": INK,
            "subtitleColor": MUTED,
            "subtitleFontSize": 12,
            "subtitleLineHeight": 16,
            "subtitlePadding": 5,
            "offset": 12,
        },
        "axis": {
            "domain": False,
            "ticks": False,
            "gridColor": HAIRLINE,
            "labelColor": MUTED,
            "labelFontSize": 11,
            "labelPadding": 6,
            "titleColor": MUTED,
            "titleFontSize": 11,
            "titleFontWeight": "normal",
        },
        "legend": {
            "orient": "bottom",
            "direction": "horizontal",
            "titleFontSize": 11,
            "titleColor": MUTED,
            "titleFontWeight": "normal",
            "labelFontSize": 11,
            "labelColor": INK,
            "symbolType": "circle",
            "symbolSize": 110,
            "symbolOpacity": 1,
            "symbolStrokeWidth": 0,
        },
        "text": {"color": INK, "fontSize": 12},
    }
    return alt.theme.ThemeConfig(config=config)  # type: ignore[typeddict-item]


class Records(alt.InlineData):
    """Rows that layers share: Altair copies a chart at each step, and these need no copy."""

    def __deepcopy__(self, _: object) -> Records:
        return self


def drawing(records: list[Any], name: str | None = None) -> alt.Chart:
    """A chart with `records` as its own data, to which a mark is given."""
    data = Records(values=records)
    return alt.Chart(data, name=name) if name else alt.Chart(data)


def layer(
    kind: str, encoding: dict[str, Any], where: str = "", called: str = "", **style: Any
) -> alt.Chart:
    """One layer in plain Vega-Lite, which Altair need not put together from checked objects.

    `kind` is the type of mark and `style` its properties, `where` an expression that keeps rows,
    `called` the name of the view. Data and further channels come from the chart around it.
    """
    given: dict[str, Any] = {
        "mark": {"type": kind, **style},
        "encoding": alt.FacetedEncoding(**encoding),
    }
    if where:
        given["transform"] = [{"filter": where}]
    return alt.Chart(**given, name=called) if called else alt.Chart(**given)


def claimant_scale() -> alt.Scale:
    """The colour scale of claimant kinds, with its domain and range always given in full."""
    colours = [CLAIMANT_COLOURS[kind] for kind in CLAIMANT_KINDS]
    return alt.Scale(domain=list(CLAIMANT_KINDS), range=colours)


def claimant_colour(kinds: list[str], **legend: Any) -> alt.Color:
    """Colour by `claimant_kind`; the legend names only `kinds`, the scale keeps all of them.

    `legend` holds further settings of the legend, as Altair names them.
    """
    names = " : ".join(
        f"datum.value == '{kind}' ? '{name}'" for kind, name in CLAIMANT_NAMES.items()
    )
    shown = [kind for kind in CLAIMANT_KINDS if kind in kinds]
    key = alt.Legend(
        title="Who says it", values=shown, labelExpr=f"{names} : datum.value", **legend
    )
    return alt.Color("claimant_kind:N", scale=claimant_scale(), legend=key if shown else None)


def claimant_key(kinds: list[str], **legend: Any) -> alt.Chart:
    """A layer that draws nothing but the legend of `kinds`, for charts whose rows hold colours.

    One layer has the legend, and it is a filled dot whatever the marks look like; `legend` as in
    `claimant_colour`.
    """
    key: alt.Chart = drawing([]).mark_point(filled=True, opacity=1)
    return key.encode(color=claimant_colour(kinds, **legend))


def specification(chart: Any) -> dict[str, Any]:
    """The Vega-Lite specification of an Altair chart, the same for the same data."""
    spec = chart.to_dict(validate=False)
    return {**spec, "$schema": VEGALITE_SCHEMA}


def alt_text(chart: Any) -> str:
    """What the chart says, in words: its description, made from the data; "" if it has none."""
    spec = chart if isinstance(chart, dict) else chart.to_dict(validate=False)
    return str(spec.get("description", ""))


def title(spec: dict[str, Any]) -> str:
    """The title of a specification on one line; "" if it has none."""
    given = spec.get("title", "")
    return line(given.get("text", "") if isinstance(given, dict) else given)


def line(text: Any) -> str:
    """The lines of a title, which may be one, as one."""
    return " ".join(text) if isinstance(text, list) else str(text)


@functools.lru_cache(maxsize=64)
def _picture(spec: str) -> bytes:
    png = vl_convert.vegalite_to_png(spec, vl_version="5.8", scale=PICTURE_SCALE)
    return pictures.compact(bytes(png))


def picture(chart: Any) -> bytes:
    """The chart as PNG bytes, drawn without a browser and without a network."""
    spec = chart if isinstance(chart, dict) else specification(chart)
    return _picture(json.dumps(spec, sort_keys=True))


def still(png: bytes, words: str) -> str:
    """The picture `png` as Markdown, with `words` as its alternative text.

    JupyterLab ranks Markdown below a live chart, nbconvert and web views rank it above a picture;
    and these show a picture that is not in Markdown without any words.
    """
    width = round(struct.unpack(">I", png[16:20])[0] / PICTURE_SCALE)
    said = html.escape(" ".join(words.split("\n")), quote=True).replace("$", "&#36;")
    stored = base64.b64encode(png).decode()
    return f'<img alt="{said}" width="{width}" src="data:image/png;base64,{stored}">'


def bundle(chart: Any) -> dict[str, Any]:
    """The saved output of `chart`: media type to specification, picture, Markdown and sentence.

    A specification may stand for its chart: Altair takes long over one with many marks.
    """
    return _render(chart if isinstance(chart, dict) else specification(chart))


def _render(spec: dict[str, Any], **_: Any) -> dict[str, Any]:
    spec = {**spec, "$schema": VEGALITE_SCHEMA}
    head, said = title(spec).rstrip("."), alt_text(spec)
    png, words = picture(spec), "\n".join(part for part in (title(spec), said) if part)
    alternative = ". ".join(part for part in (head, said) if part)
    return {
        VEGALITE_MIME: spec,
        "image/png": png,
        "text/markdown": still(png, alternative),
        "text/plain": words,
    }


def enable() -> None:
    """Make the house theme and this renderer the ones that Altair uses from now on."""
    alt.renderers.register("cecot", _render)
    alt.renderers.enable("cecot")
    alt.theme.enable("cecot")
