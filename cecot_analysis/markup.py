"""Text to HTML that cannot be anything but text: escaping, bidi controls, nested marks."""

from __future__ import annotations

import html
import itertools
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ASSETS = Path(__file__).parent / "assets"

# Characters that reorder what is read after them: shown by name, and closed in by an isolate.
_BIDI_CONTROL = re.compile("([\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069])")

# What no HTML can hold: the parser drops a NUL, and half of a surrogate pair cannot be written.
_UNWRITABLE = re.compile("[\0\ud800-\udfff]")
SIGNS = frozenset("␀\ufffd")  # which stand for these

_LINE_END = re.compile(r"</(?:p|li|dd|tr|h4|div|blockquote|summary)>")
_CELL_END = re.compile(r"</(?:td|th|dt)>")
_TAG = re.compile(r"<[^>]*>")


class Html(str):
    """A string of safe HTML that a notebook shows as HTML, with the house stylesheet."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return f"<style>{stylesheet()}</style>{self}"

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/html": self._repr_html_(), "text/plain": self.words()}

    def words(self) -> str:
        """Its text alone, for where no HTML is shown."""
        spaced = _CELL_END.sub(" ", _LINE_END.sub("\n", self))
        return html.unescape(_TAG.sub("", spaced)).strip()


@dataclass(frozen=True)
class Layer:
    """A stretch of a text and the tag it is wrapped in; deeper layers stand inside others.

    `attributes` go on every piece of the tag, `first` only on the first (an id, say).
    """

    start: int
    end: int
    depth: int
    tag: str
    attributes: str
    first: str = ""

    def opening(self, segment_start: int) -> str:
        first = self.first if segment_start == self.start else ""
        return f"<{self.tag} {self.attributes}{first}>"


@cache
def stylesheet(name: str = "house") -> str:
    """The house stylesheet, or the explorer's addition to it, as text."""
    return (ASSETS / f"{name}.css").read_text(encoding="utf-8")


def script(*names: str) -> str:
    """The scripts of these names as one module."""
    return "\n".join((ASSETS / f"{name}.js").read_text(encoding="utf-8") for name in names)


def shown(words: object) -> str:
    """`words` with a sign, one character for one, for each that no page can hold."""
    return _UNWRITABLE.sub(lambda match: "␀" if match[0] == "\0" else "\ufffd", str(words))


def escaped(words: object) -> str:
    """`words` as HTML text: nothing in it is markup, and bidi controls cannot reach beyond it.

    Each character stays one character; a NUL is shown as ␀ and half a surrogate pair as �.
    """
    safe = html.escape(shown(words)).replace("\r", "&#13;")
    return _BIDI_CONTROL.sub(_isolated, safe)


def attribute(words: object) -> str:
    """`words` inside a quoted attribute, where no isolate can stand: controls are named."""
    named = _BIDI_CONTROL.sub(lambda match: f"[U+{ord(match[1]):04X}]", shown(words))
    return html.escape(named, quote=True)


def _isolated(match: re.Match[str]) -> str:
    name, code = unicodedata.name(match[1]).title(), f"U+{ord(match[1]):04X}"
    return f'<bdi class="ca-control" data-code="{code}" title="{name}">{match[1]}</bdi>'


def marked(text: str, layers: list[Layer], start: int = 0, end: int | None = None) -> str:
    """`text[start:end]` escaped, with `layers` as well-nested tags.

    A layer that crosses another is cut into pieces. Offsets are those of the whole text.
    """
    end = len(text) if end is None else end
    layers = [layer for layer in layers if max(start, layer.start) < min(end, layer.end)]
    edges = {edge for layer in layers for edge in (layer.start, layer.end) if start < edge < end}
    cuts = [start, *sorted(edges), end]
    begun: dict[int, list[Layer]] = {}
    for layer in layers:
        begun.setdefault(max(start, layer.start), []).append(layer)
    pieces: list[str] = []
    opened: list[Layer] = []
    for left, right in itertools.pairwise(cuts):
        wanted = [layer for layer in opened if layer.end > left] + begun.get(left, [])
        wanted.sort(key=lambda layer: (layer.depth, layer.start, -layer.end))
        pairs = zip(opened, wanted, strict=False)
        kept = next((n for n, (old, new) in enumerate(pairs) if old is not new), len(opened))
        kept = min(kept, len(wanted))
        pieces += [f"</{layer.tag}>" for layer in reversed(opened[kept:])]
        pieces += [layer.opening(left) for layer in wanted[kept:]]
        pieces.append(escaped(text[left:right]))
        opened = wanted
    return "".join(pieces) + "".join(f"</{layer.tag}>" for layer in reversed(opened))
