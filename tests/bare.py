"""Widgets on a page without Jupyter: what is done waits there until the test lets Python hear it.

The page has only what anywidget promises to every front end: a model with `get`, `on`, `off` and
`send`, and an element. So a late kernel is one that a test answers late.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anywidget
import ipywidgets
from playwright.sync_api import Page

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>bare</title>
<style>.widget-vbox { display: flex; flex-direction: column; }</style><body></body></html>"""
MOUNT = """async (widgets) => {
  const waits = new Set();  // what is about to happen here by itself, soon
  const [set, clear] = [window.setTimeout.bind(window), window.clearTimeout.bind(window)];
  window.setTimeout = (act, wait = 0, ...given) => {
    const id = set(() => { waits.delete(id); act(...given); }, wait);
    if (wait < 1000) waits.add(id);
    return id;
  };
  window.clearTimeout = (id) => { waits.delete(id); clear(id); };
  window.resting = () => waits.size === 0
    && !document.querySelector('.ca-chart[aria-busy="true"]');
  window.models = {};
  window.said = [];
  window.ended = [];
  window.addresses = {};
  for (const { id, parent, classes, esm, css, state } of widgets) {
    const box = document.createElement("div");
    box.className = classes;
    box.dataset.box = id;
    (document.querySelector(`[data-box="${parent}"]`) ?? document.body).append(box);
    if (esm === null) continue;
    const heard = {};
    const model = {
      state,
      get: (name) => model.state[name],
      on: (name, act) => (heard[name] ??= new Set()).add(act),
      off: (name, act) => heard[name]?.delete(act),
      send: (content) => window.said.push([id, content]),
      tell: (name, ...given) => [...(heard[name] ?? [])].forEach((act) => act(...given)),
      ears: () => Object.values(heard).reduce((sum, acts) => sum + acts.size, 0),
    };
    window.models[id] = model;
    const style = document.createElement("style");
    style.textContent = css;
    document.head.append(style);
    const address = URL.createObjectURL(new Blob([esm], { type: "text/javascript" }));
    window.addresses[id] = address;
    const { default: module } = await import(address);
    const inner = box.appendChild(document.createElement("div"));
    window.ended.push(await module.render({ model, el: inner }));
  }
}"""
TELL = """([id, state, messages]) => {
  const model = window.models[id];
  for (const [name, value] of Object.entries(state)) {
    model.state[name] = value;
    model.tell(`change:${name}`);
  }
  for (const [content, buffers] of messages) {
    const bytes = buffers.map((one) => Uint8Array.from(atob(one), (c) => c.charCodeAt(0)));
    model.tell("msg:custom", content, bytes);
  }
}"""
# Resolved when nothing is about to happen by itself, also not for a size that has just changed.
RESTING = """() => new Promise((done) => {
  const look = () => requestAnimationFrame(() => requestAnimationFrame(() => {
    if (window.resting()) done();
    else look();
  }));
  look();
})"""
# Each stretch of text with less contrast to what is painted under it than 4.5 to 1; what cannot
# be used at the moment need not have as much.
PALE = """() => {
  const pen = Object.assign(document.createElement("canvas"), { width: 1, height: 1 })
    .getContext("2d", { willReadFrequently: true });
  const read = (colour) => {
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = pen.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = (top, under) => top.slice(0, 3).map((c, i) => c * top[3] + under[i] * (1 - top[3]));
  const bright = (colour) => {
    const [r, g, b] = colour.map((c) => c / 255)
      .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const paper = (node) => {
    if (!node) return read("Canvas").slice(0, 3);
    const own = read(getComputedStyle(node).backgroundColor);
    return own[3] > 0.99 ? own.slice(0, 3) : over(own, paper(node.parentElement));
  };
  const found = [];
  for (const node of document.querySelectorAll(":is(.ca-explorer, .ca-desk) *")) {
    const words = [...node.childNodes].filter((one) => one.nodeType === 3 && one.data.trim());
    const style = getComputedStyle(node);
    if (!words.length || !node.getClientRects().length || style.visibility === "hidden") continue;
    if (node.closest("[aria-disabled=true], .ca-none, .ca-behind")) continue;
    const under = paper(node);
    const ink = over(read(node instanceof SVGElement ? style.fill : style.color), under);
    const [high, low] = [bright(ink), bright(under)].sort((a, b) => b - a);
    const contrast = (high + 0.05) / (low + 0.05);
    if (contrast < 4.5) found.push([words[0].data.trim().slice(0, 30), contrast.toFixed(2)]);
  }
  return found;
}"""
TRAITS = ("content", "chosen", "answered", "kind")


class Bare:
    """A widget, and the page that shows it."""

    def __init__(self, page: Page, widget: Any, folder: Path):
        self.page, self.widget = page, widget
        self.panes: dict[str, anywidget.AnyWidget] = {}
        self.messages: dict[str, list[Any]] = {}
        self.waiting: list[tuple[str, Any]] = []
        file = folder / "bare.html"
        file.write_text(PAGE, encoding="utf-8")
        page.goto(file.as_uri())
        self._mount()

    def _mount(self) -> None:
        described = list(self._described(self.widget, ""))
        self._shown = {id: self._state(pane) for id, pane in self.panes.items()}
        self.page.evaluate(MOUNT, described)

    def _described(self, widget: Any, parent: str) -> Any:
        id = str(len(self.messages))
        self.messages[id] = []
        is_box = isinstance(widget, ipywidgets.Box)
        kind = ["widget-box", "widget-vbox"] if isinstance(widget, ipywidgets.VBox) else []
        yield {
            "id": id,
            "parent": parent,
            "classes": " ".join([*kind, *widget._dom_classes]),
            "esm": None if is_box else str(widget._esm),
            "css": "" if is_box else str(widget._css),
            "state": {} if is_box else self._state(widget),
        }
        if is_box:
            for child in widget.children:
                yield from self._described(child, id)
            return
        self.panes[id] = widget
        widget.send = lambda content, buffers=None: self.messages[id].append(
            [content, [base64.b64encode(one).decode() for one in buffers or []]]
        )

    def _state(self, widget: Any) -> dict[str, Any]:
        return {name: getattr(widget, name) for name in TRAITS if widget.has_trait(name)}

    def hear(self) -> int:
        """Take what the page has sent; how much of it waits for an answer."""
        self.waiting += [
            (id, content) for id, content in self.page.evaluate("() => window.said.splice(0)")
        ]
        return len(self.waiting)

    def answer(self, count: int | None = None) -> None:
        """Let Python act on what was sent, or on the first `count` of it, and show the outcome."""
        self.hear()
        for _ in range(len(self.waiting) if count is None else count):
            id, content = self.waiting.pop(0)
            self.panes[id]._handle_custom_msg(content, [])
            self.show()

    def show(self) -> None:
        """Bring what Python holds to the page."""
        for id, pane in self.panes.items():
            state, shown = self._state(pane), self._shown[id]
            changed = {name: value for name, value in state.items() if value != shown[name]}
            messages, self.messages[id] = self.messages[id], []
            self._shown[id] = state
            if changed or messages:
                self.page.evaluate(TELL, [id, changed, messages])

    def rest(self) -> int:
        """Wait until the page does nothing by itself; how much waits for an answer by then."""
        self.page.evaluate(RESTING)
        return self.hear()

    def settle(self) -> None:
        """Answer until nothing more is asked and all is drawn: after a change of width, say."""
        for _ in range(20):
            if not self.rest():
                return
            self.answer()
        raise AssertionError(f"the page does not stop asking: {self.waiting}")


Mount = Callable[[Any], Bare]
