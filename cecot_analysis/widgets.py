"""Widgets of one piece, and how the browser knows what a kernel has dealt with."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import anywidget
import traitlets
import vl_convert

from .markup import script, stylesheet
from .turns import in_turn


class Answering(anywidget.AnyWidget):
    """A widget that names, in `answered`, the last message of the browser it has dealt with.

    So the browser draws nothing that is behind what a person did, and knows a kernel that has
    gone away.
    """

    answered = traitlets.Unicode().tag(sync=True)

    def listen(self, act: Callable[[dict[str, Any]], None]) -> None:
        """Let `act` deal with each message; what it raises goes where a kernel reports errors."""

        def answer(_widget: Any, message: dict[str, Any], _buffers: Any) -> None:
            try:
                act(message)
            finally:
                self.answered = str(message.get("sender", ""))

        self.on_msg(in_turn(answer))


PANES = ("facet", "controls", "listing", "evidence", "explorer")  # scripts, the last one's module


class Pane(Answering):
    """One part of the explorer in the browser: shows `content`, tells what a person did.

    `chosen` is the selected figure's id.
    """

    _esm: Any = script("elements", "kernel", *PANES)
    _css = stylesheet() + stylesheet("explorer")
    kind = traitlets.Unicode().tag(sync=True)
    content = traitlets.Dict().tag(sync=True)
    chosen = traitlets.Unicode().tag(sync=True)

    def __init__(self, kind: str, act: Callable[[dict[str, Any]], None]) -> None:
        super().__init__(kind=kind)
        self.listen(act)


class ChartPane(Pane):
    """A chart that is redrawn in its place: vega-embed is in its script, no host is asked."""

    def __init__(self, act: Callable[[dict[str, Any]], None]) -> None:
        type(self)._esm = chart_script()
        super().__init__("chart", act)


@cache
def chart_script() -> str:
    """The explorer's script with Vega, Vega-Lite and vega-embed in it."""
    return str(vl_convert.javascript_bundle(script("elements", "kernel", "chart")))


def live_view(bundle: Any) -> dict[str, Any]:
    """The part of a widget's output that shows the live widget."""
    data = bundle[0] if isinstance(bundle, tuple) else bundle
    return {key: value for key, value in (data or {}).items() if "widget-view" in key}
