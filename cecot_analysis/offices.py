"""People and the offices set beside their names: "Ana Paz, director of Cristosal" is one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from . import lexicon
from .frames import Frame
from .persons import COUNTRY, Mention

_APPOSED = Frame(r",{_}(?:(?!{ends_an_office})[\w’'-]+{_}){0,5}?(?:{office_of}{_})?(?:{the}{_})?")


def beside(sentence: str, found: Sequence[Mention]) -> list[Mention]:
    """A person and the office set beside the name are one: "Ana Paz, director of Cristosal"."""
    kept: list[Mention] = []
    for mention in found:
        last = kept[-1] if kept else None
        if last and _is_spelled_out(sentence, last, mention):  # "an NGO (Cristosal)"
            kept[-1] = mention._replace(start=last.start, end=mention.end + 1)
        elif last and _AND_OTHER.fullmatch(sentence, last.end, mention.start):
            kept[-1] = joined(last, mention, last.relay)
        elif (
            last
            and not COUNTRY.fullmatch(sentence, last.start, last.end)
            and not (last.relay or mention.relay)
            and _are_one(sentence, last, mention)
            and not _OWNS.match(sentence, mention.end)
            and not COUNTRY.fullmatch(sentence, mention.start, mention.end)
            and (mention.kind != "expert" or mention.start - last.end <= 12)
        ):
            kept[-1] = joined(last, mention, False)
        else:
            kept.append(mention)
    return kept


def _is_spelled_out(sentence: str, head: Mention, body: Mention) -> bool:
    """Whether a body by name stands in brackets behind the word for what it is."""
    return (
        body.named
        and not head.named
        and body.kind == head.kind
        and sentence[head.end : body.start] == " ("
        and sentence.startswith(")", body.end)
    )


_AND_OTHER = Frame(r"{_}{and_other}{_}")  # "Cristosal and other groups"
_OWNS = re.compile(r"['’]s\b")
_OF = Frame(r"{_}{person_of}{_}(?:{the}{_})?")
_SEVERAL = re.compile(r"[a-zà-ÿ]+s")  # "beaten by guards, Cristosal said"
_CAPITAL = Frame("{capital}")


def _are_one(sentence: str, first: Mention, second: Mention) -> bool:
    if first.kind == "expert" and second.named and _OF.fullmatch(sentence, first.end, second.start):
        return True
    if "none" in (first.kind, second.kind) or _CAPITAL.fullmatch(sentence, first.start, first.end):
        return False
    if second.named and _SEVERAL.fullmatch(sentence, first.start, first.end):
        return False
    is_body = first.named and first.kind in ("ngo", "igo", "media") and not second.named
    if is_body and _A.fullmatch(sentence, first.end, second.start):
        return False
    if {first.kind, second.kind} <= _ALIEN and first.kind != second.kind:
        return False  # "in the hands of the state, Cristosal said"
    people = lexicon.matcher("claimants", "known_people", "both")
    if all(people.search(sentence, one.start, one.end) for one in (first, second)):
        return False
    return _APPOSED.fullmatch(sentence, first.end, second.start) is not None


_A = Frame(r",{_}{a}(?:{_}[\w’'-]+)*{_}", re.IGNORECASE)  # "Cristosal, a group of lawyers"
_ALIEN = {"ngo", "igo", "media", "government", "court"}  # none is an office of another kind


def joined(first: Mention, second: Mention, relay: bool) -> Mention:
    """Both as one: a body known by name tells the kind, then an office, a person last."""
    tells = (
        second
        if (second.named, second.kind != "expert") > (first.named, first.kind != "expert")
        else first
    )
    return Mention(first.start, second.end, tells.kind, relay, tells.named)
