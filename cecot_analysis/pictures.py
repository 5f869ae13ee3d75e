"""Pictures of charts made small, so that what holds them stays small.

Charts have few colours, and a palette says so: the same pixels take about an eighth of the room.
Vega repeats the same style at each mark of a drawing; said once, it takes about half.
"""

from __future__ import annotations

import re
import struct
import xml.etree.ElementTree as ET
import zlib
from collections.abc import Iterator

import numpy as np

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_DEPTH, _RGBA, _PALETTE, _SUB = 8, 6, 3, 1
_LONG = re.compile(r"[0-9]+\.[0-9]{4,}(?![0-9e])")  # more digits than a screen has pixels for
_PLACES = ("d", "transform", "x", "x1", "x2", "y", "y1", "y2", "width", "height")
_SVG = "http://www.w3.org/2000/svg"
_SAID_ELSEWHERE = ("class", "role", "aria-hidden", "aria-roledescription")  # of a picture's words
_INHERITED = (
    "fill",
    "font-family",
    "font-size",
    "font-style",
    "font-weight",
    "stroke",
    "stroke-dasharray",
    "stroke-width",
    "text-anchor",
)


def compact(png: bytes) -> bytes:
    """`png` with at most 256 colours; frequent colours stay exact, rare ones move to a near one.

    A picture of another make than vl-convert's (8 bit RGBA, opaque) comes back unchanged.
    """
    width, height, depth, kind = struct.unpack(">IIBB", png[16:26])
    if (depth, kind) != (_DEPTH, _RGBA):
        return png
    stored = b"".join(data for name, data in _chunks(png) if name == b"IDAT")
    lines = np.frombuffer(zlib.decompress(stored), np.uint8).reshape(height, width * 4 + 1)
    if (lines[:, 0] != _SUB).any():
        return png
    pixels = np.cumsum(lines[:, 1:].reshape(height, width, 4), axis=1, dtype=np.uint8)
    if (pixels[:, :, 3] != 255).any():
        return png
    palette, places = _palette(pixels[:, :, :3].reshape(-1, 3))
    rows = np.zeros((height, width + 1), np.uint8)  # each row begins with 0: not filtered
    rows[:, 1:] = places.reshape(height, width)
    header = struct.pack(">IIBBBBB", width, height, _DEPTH, _PALETTE, 0, 0, 0)
    parts = [
        _chunk(b"IHDR", header),
        *(_chunk(name, data) for name, data in _chunks(png) if name == b"pHYs"),
        _chunk(b"PLTE", palette.astype(np.uint8).tobytes()),
        _chunk(b"IDAT", zlib.compress(rows.tobytes(), 9)),
        _chunk(b"IEND", b""),
    ]
    return _SIGNATURE + b"".join(parts)


def slender(svg: str) -> str:
    """A drawing by Vega that looks the same as `svg`: each group says once what its marks share.

    What only scripts and screen readers ask of a drawing is left out: it is for an `img`.
    """
    ET.register_namespace("", _SVG)
    root = ET.fromstring(svg)
    _gathered(root)
    return ET.tostring(root, encoding="unicode").replace(" />", "/>")


def _gathered(node: ET.Element) -> None:
    for name in _SAID_ELSEWHERE:
        node.attrib.pop(name, None)
    for name in node.attrib.keys() & set(_PLACES):
        node.set(name, _LONG.sub(lambda number: f"{float(number[0]):.3f}", node.attrib[name]))
    for child in list(node):
        _gathered(child)
        if child.get("opacity") == "0" or (child.tag == f"{{{_SVG}}}g" and not len(child)):
            node.remove(child)
    if len(node) < 2 or node.tag == f"{{{_SVG}}}text":
        return
    for name in _INHERITED:
        styles = {child.get(name) for child in node}
        if len(styles) == 1 and None not in styles:
            node.set(name, str(styles.pop()))
            for child in node:
                del child.attrib[name]


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_SIGNATURE)
    while at < len(png):
        size, name = struct.unpack(">I4s", png[at : at + 8])
        yield name, png[at + 8 : at + 8 + size]
        at += size + 12


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _palette(colours: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """At most 256 colours, and for each pixel the place of its colour among them."""
    packed = colours.astype(np.uint32) @ np.array([65536, 256, 1], np.uint32)
    unique, places, counts = np.unique(packed, return_inverse=True, return_counts=True)
    shades = np.stack([unique >> 16, unique >> 8, unique], axis=1) & 255
    bits = next(bits for bits in range(8) if len(np.unique(shades >> bits, axis=0)) <= 256)
    _, groups = np.unique(shades >> bits, axis=0, return_inverse=True)
    frequent = np.lexsort((-counts.astype(np.int64), groups))  # the first of each group leads
    leaders = frequent[np.unique(groups[frequent], return_index=True)[1]]
    return shades[leaders], groups[places].astype(np.uint8)
