"""How wide a chart is, and how its width is shared out: labels, plot, words, lines of print."""

from __future__ import annotations

from dataclasses import dataclass

from .schema import DataError

WIDTH = 760  # fits a page of 800 pixels
NARROWEST = 420
NARROWEST_STACKED = 260
ROOMY = 560  # from here on labels have room beside their rows
LETTER = 6.2  # mean width of a letter at 12 px
GAP = 12  # between the labels and the plot
_PADDING = 20
_SUBTITLE_LETTER, _TITLE_LETTER, _SMALL_LETTER = 5.9, 8.0, 4.93


@dataclass(frozen=True)
class Sheet:
    """The measures of a chart `width` pixels wide, all in pixels or in letters to a line.

    Raises DataError for a width under `NARROWEST`.
    """

    width: int = WIDTH
    stacked: bool = False  # labels stand above their rows, not beside them

    def __post_init__(self) -> None:
        least = NARROWEST_STACKED if self.stacked else NARROWEST
        if self.width < least:
            raise DataError(
                f"width: {self.width} pixels are too few for labels, marks and words; "
                f"give at least {least}"
            )

    @property
    def label(self) -> int:
        """Pixels of the labels left of the plot."""
        return 0 if self.stacked else round(self.width * 0.31)

    @property
    def gap(self) -> int:
        """Pixels between the labels and the plot."""
        return 0 if self.stacked else GAP

    @property
    def plot(self) -> int:
        """Pixels from the start of an axis to its end."""
        return self.width - self.label - self.gap - _PADDING

    @property
    def words(self) -> int:
        """Pixels that the words at a mark may take."""
        return min(300, round(self.plot * (0.66 if self.stacked else 0.6)))

    @property
    def source_letters(self) -> int:
        """Letters of a source's name in a label."""
        return int((self.width * 0.6 if self.stacked else self.label) / LETTER)

    @property
    def title_letters(self) -> int:
        """Letters in a line of the title."""
        return int((self.width - _PADDING) / _TITLE_LETTER)

    @property
    def subtitle_letters(self) -> int:
        """Letters in a line of the subtitle."""
        return int((self.width - _PADDING) / _SUBTITLE_LETTER)

    @property
    def small_letters(self) -> int:
        """Letters in a line of the small print."""
        return int((self.width - _PADDING) / _SMALL_LETTER)


def fitting(room: int) -> Sheet:
    """The sheet for a place of `room` pixels: labels above the rows where it is narrow."""
    if WIDTH <= room < WIDTH + _PADDING:
        room = WIDTH - 1  # a grid of all metrics is a padding wider than the sheet it stands on
    if room >= ROOMY:
        return Sheet(min(room, 1400))
    return Sheet(max(NARROWEST_STACKED, room), stacked=True)
