"""Small pictures show the same."""

from __future__ import annotations

import struct
import zlib

import altair as alt
import numpy as np
import pytest
import vl_convert

from cecot_analysis import pictures


@pytest.fixture(scope="module")
def chart() -> str:
    rows = alt.Data(values=[{"a": number, "b": str(number % 5)} for number in range(40)])
    drawn = alt.Chart(rows, title="Reported").mark_bar().encode(x="a:Q", y="b:N", color="b:N")
    return drawn.to_json()


def pixels(png: bytes) -> np.ndarray:
    """The pixels of a picture by vl-convert: each line holds the changes from left to right."""
    parts = list(pictures._chunks(png))
    width, height = struct.unpack(">II", parts[0][1][:8])
    stored = zlib.decompress(b"".join(data for name, data in parts if name == b"IDAT"))
    lines = np.frombuffer(stored, np.uint8).reshape(height, width * 4 + 1)
    assert (lines[:, 0] == 1).all()
    return np.cumsum(lines[:, 1:].reshape(height, width, 4), axis=1, dtype=np.uint8)


def test_a_picture_is_small_and_its_size_in_pixels_stays(chart: str) -> None:
    full = vl_convert.vegalite_to_png(chart, scale=2)
    small = pictures.compact(full)
    assert len(small) < len(full) / 3
    assert small[16:24] == full[16:24]
    assert pictures.compact(small) == small


def test_a_drawing_says_its_style_once_and_looks_the_same(chart: str) -> None:
    full = vl_convert.vegalite_to_svg(chart)
    small = pictures.slender(full)
    assert len(small) < len(full) * 0.65
    one, other = (pixels(vl_convert.svg_to_png(drawing)) for drawing in (small, full))
    assert one.min() < 100, "something is drawn"
    assert np.abs(one.astype(int) - other).max() <= 16  # of 255: places are cut to 0.001 pixels
    assert pictures.slender(small) == small


def test_words_and_marks_of_a_drawing_stay() -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" fill="none"><g class="a"><text fill="red" '
        'font-size="9px">&lt;b&gt; “1,234.56789”</text><text fill="red">x</text></g>'
        '<path d="M0.12345678,1h9" opacity="0"/><path d="M0.12345678,1h9" opacity="0.5"/></svg>'
    )
    assert pictures.slender(svg) == (
        '<svg xmlns="http://www.w3.org/2000/svg" fill="none"><g fill="red"><text '
        'font-size="9px">&lt;b&gt; “1,234.56789”</text><text>x</text></g>'
        '<path d="M0.123,1h9" opacity="0.5"/></svg>'
    )


def test_frequent_colours_are_exact_and_others_near() -> None:
    random = np.random.default_rng(1)
    noise = random.integers(0, 256, (500, 3), dtype=np.uint8)
    house = np.tile(np.array([[0, 114, 178]], np.uint8), (2000, 1))
    colours = np.concatenate([house, noise])
    palette, places = pictures._palette(colours)
    assert len(palette) <= 256
    assert (palette[places[:2000]] == house).all()
    assert np.abs(palette[places].astype(int) - colours.astype(int)).max() < 128


def test_few_colours_stay_as_they_are() -> None:
    colours = np.array([[1, 2, 3], [1, 2, 4], [1, 2, 3], [255, 255, 255]], np.uint8)
    palette, places = pictures._palette(colours)
    assert (palette[places] == colours).all()
