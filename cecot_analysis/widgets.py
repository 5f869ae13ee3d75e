"""Widgets of one piece: a chart with a kernel behind it, and a pane of the explorer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import altair as alt
import anywidget
import traitlets

from . import theme
from .markup import ASSETS, stylesheet

SCRIPT = ASSETS / "explorer.js"


class LiveChart(alt.JupyterChart):
    """A chart with a kernel behind it; saved, it reads without one and without a network."""

    def _repr_mimebundle_(self, **options: Any) -> dict[str, Any]:  # type: ignore[override]
        return {**live_view(super()._repr_mimebundle_(**options)), **theme.bundle(self.chart)}

    def point(self, name: str, points: list[dict[str, Any]]) -> None:
        """Show `points` as selected in the selection `name`, without making the chart anew."""
        changed = {"name": name, "value": points}
        old = self.spec.get("params", [])
        new = [one | changed if one["name"] == name else one for one in old]
        self.spec = {**self.spec, "params": new}


class Pane(anywidget.AnyWidget):
    """One part of the explorer in the browser: shows `content`, tells what a person did."""

    _esm = SCRIPT
    _css = stylesheet() + stylesheet("explorer")
    kind = traitlets.Unicode().tag(sync=True)
    content = traitlets.Dict().tag(sync=True)

    def __init__(self, kind: str, act: Callable[[dict[str, Any]], None]) -> None:
        super().__init__(kind=kind)
        self.on_msg(lambda _pane, message, _buffers: act(message))


def live_view(bundle: Any) -> dict[str, Any]:
    """The part of a widget's output that shows the live widget."""
    data = bundle[0] if isinstance(bundle, tuple) else bundle
    return {key: value for key, value in (data or {}).items() if "widget-view" in key}
