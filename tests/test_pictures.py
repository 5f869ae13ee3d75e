"""Small pictures show the same."""

from __future__ import annotations

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


def test_a_picture_is_small_and_its_size_in_pixels_stays(chart: str) -> None:
    full = vl_convert.vegalite_to_png(chart, scale=2)
    small = pictures.compact(full)
    assert len(small) < len(full) / 3
    assert small[16:24] == full[16:24]
    assert pictures.compact(small) == small


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
