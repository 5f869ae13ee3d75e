"""A small corpus for tests that decide on its figures: two articles, in a folder of its own."""

from __future__ import annotations

from pathlib import Path

TEXTS = {
    "one": (
        "A day at CECOT 😀\n\nOfficials said the prison in El Salvador held 14,500 inmates in "
        "August 2024. It was designed to hold up to 40,000 inmates.\n\nSeven towers 😀 stand "
        "around the wall <img src=x onerror=alert(1)></mark>.\n"
    ),
    "two": (
        "El Salvador has arrested more than 84,000 people since 2022. Rights groups counted "
        "over 360 deaths in custody. CECOT is the largest prison of the country.\n"
    ),
}
MISSED = "Seven"  # a number of the first text that no rule takes for a figure


def corpus(folder: Path) -> Path:
    """A data folder under `folder` with the two texts, and nothing decided yet."""
    place = folder / "data" / "articles"
    place.mkdir(parents=True)
    for name, text in TEXTS.items():
        (place / f"{name}.txt").write_bytes(text.encode())
    return place.parent
