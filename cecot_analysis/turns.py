"""One at a time: JupyterLab lets a click be dealt with beside a cell that is still running."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable
from typing import ParamSpec, TypeVar

_TURN = threading.RLock()
_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")


def in_turn(act: Callable[_Given, _Result]) -> Callable[_Given, _Result]:
    """`act`, which waits while another thread does something that is `in_turn` as well."""

    @functools.wraps(act)
    def waiting(*given: _Given.args, **named: _Given.kwargs) -> _Result:
        with _TURN:
            return act(*given, **named)

    return waiting
