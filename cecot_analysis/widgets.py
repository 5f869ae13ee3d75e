"""Widgets of one piece: the panes of the explorer, one of them a chart."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import anywidget
import traitlets
import vl_convert

from .markup import script, stylesheet


class Pane(anywidget.AnyWidget):
    """One part of the explorer in the browser: shows `content`, tells what a person did.

    `chosen` is the selected figure's id. `answered` counts the messages that were dealt with, so
    that the browser knows a kernel that has gone away.
    """

    _esm: Any = script("elements", "explorer")
    _css = stylesheet() + stylesheet("explorer")
    kind = traitlets.Unicode().tag(sync=True)
    content = traitlets.Dict().tag(sync=True)
    chosen = traitlets.Unicode().tag(sync=True)
    answered = traitlets.Int().tag(sync=True)

    def __init__(self, kind: str, act: Callable[[dict[str, Any]], None]) -> None:
        super().__init__(kind=kind)
        self._act = act
        self.on_msg(lambda _pane, message, _buffers: self._on_message(message))

    def _on_message(self, message: dict[str, Any]) -> None:
        try:
            self._act(message)
        finally:
            self.answered += 1


class ChartPane(Pane):
    """A chart that is redrawn in its place: vega-embed is in its script, no host is asked."""

    def __init__(self, act: Callable[[dict[str, Any]], None]) -> None:
        type(self)._esm = chart_script()
        super().__init__("chart", act)


@cache
def chart_script() -> str:
    """The explorer's script with Vega, Vega-Lite and vega-embed in it."""
    return str(vl_convert.javascript_bundle(script("chart")))


def live_view(bundle: Any) -> dict[str, Any]:
    """The part of a widget's output that shows the live widget."""
    data = bundle[0] if isinstance(bundle, tuple) else bundle
    return {key: value for key, value in (data or {}).items() if "widget-view" in key}
