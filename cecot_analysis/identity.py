"""Names that stay: of a figure, of a text by its content, of an address on the web."""

from __future__ import annotations

import base64
import re
from typing import Any
from urllib.parse import quote

URN = "urn:cecot-analysis:"
_WEB = re.compile(r"https?://[^\s/]", re.IGNORECASE)
_RESERVED = "%/:?#[]@!$&'()*+,;=~-._"


def urn(kind: str, name: Any) -> str:
    """A permanent name for a figure, a rule … of the project: `urn:cecot-analysis:figure:…`.

    Whatever `name` holds is percent-encoded, so that different names never become one.
    """
    return f"{URN}{kind}:{quote(str(name), safe='')}"


def text_name(sha256: str) -> str:
    """The name of a text by its content (RFC 6920): `ni:///sha-256;…`."""
    digest = base64.urlsafe_b64encode(bytes.fromhex(sha256)).decode().rstrip("=")
    return f"ni:///sha-256;{digest}?ct=text/plain"


def web_address(url: Any) -> str | None:
    """`url` as a link that can be followed, percent-encoded; None for what is no web address.

    A `javascript:` or `data:` address is no web address, whatever a passport says.
    """
    if not isinstance(url, str) or not _WEB.match(url.strip()):
        return None
    return quote(url.strip(), safe=_RESERVED)
