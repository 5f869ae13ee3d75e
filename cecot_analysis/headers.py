"""stub"""
from dataclasses import dataclass
@dataclass
class Header:
    title=None
    published=None
    published_basis="none"
    page_clock=None
def read(text):
    return Header()
