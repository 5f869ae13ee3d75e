"""A collection of any size: invented articles in two languages, no two alike, ten figures each."""

from __future__ import annotations

import random
from pathlib import Path

import yaml

from cecot_analysis.passports import sha256

SENTENCES = {
    "en": (
        "{who} said that the mega-prison CECOT was built to hold up to {n} inmates.",
        "According to {who}, more than {n} people have been arrested under the emergency regime.",
        "{who} reported that some {n} inmates are held in CECOT.",
        "At least {n} people have died in custody in El Salvador, {who} said.",
        "{who} said that {n} migrants were deported to El Salvador and taken to CECOT.",
        "The United States paid El Salvador ${n} to house the deportees, {who} said.",
    ),
    "es": (
        "{who} dijo que el CECOT tiene capacidad para {n} reclusos.",
        "Según {who}, más de {n} personas fueron detenidas durante el régimen de excepción.",
        "{who} informó que unos {n} reclusos están recluidos en el CECOT.",
        "Al menos {n} personas han muerto bajo custodia en El Salvador, dijo {who}.",
        "{who} dijo que {n} migrantes fueron deportados y trasladados al CECOT.",
    ),
}
NAMED = {
    "en": ("the Ministry of Justice", "Human Rights Watch", "Amnesty International", "a judge"),
    "es": ("el Ministerio de Justicia", "Cristosal", "Amnistía Internacional", "un juez"),
}
FILLING = {
    "en": "The building stands by a road, and the weather that day was dry and warm.",
    "es": "El edificio está junto a una carretera y aquel día hacía calor.",
}


def _number(dice: random.Random, language: str) -> str:
    shown = f"{dice.randrange(1_100, 99_000):,}"
    return shown if language == "en" else shown.replace(",", ".")


def _text(dice: random.Random, language: str, figures: int) -> str:
    lines = []
    for _ in range(figures):
        who = dice.choice(NAMED[language])
        said = dice.choice(SENTENCES[language]).format(who=who, n=_number(dice, language))
        lines.append(f"{said[0].upper()}{said[1:]} {FILLING[language]}")
    return "\n\n".join(lines) + "\n"


def written(folder: Path, articles: int, figures: int = 10, seed: int = 7) -> Path:
    """A data folder in `folder` with that many articles; its path. The same for the same seed."""
    dice = random.Random(seed)
    place = folder / "data" / "articles"
    place.mkdir(parents=True)
    for number in range(articles):
        language = "es" if number % 3 == 0 else "en"
        text = _text(dice, language, figures)
        passport = {
            "title": f"What article {number} of many reports",
            "publisher": f"Paper {number % 40}",
            "published": f"2025-{number % 12 + 1:02}-{number % 28 + 1:02}",
            "language": language,
            "sha256": sha256(text),
        }
        stem = place / f"{number:05}_invented"
        stem.with_suffix(".txt").write_bytes(text.encode())
        stem.with_suffix(".yml").write_text(yaml.safe_dump(passport), "utf-8")
    return folder / "data"
