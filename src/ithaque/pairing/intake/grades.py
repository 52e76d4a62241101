"""Scales on which people stand: each step is one more of the engine's `seniority`."""

from __future__ import annotations

from ithaque.pairing.intake.header import fold

SCALES: dict[str, tuple[tuple[str, ...], ...]] = {
    "uk_civil_service": (
        ("AA", "administrative assistant"),
        ("AO", "administrative officer"),
        ("EO", "executive officer"),
        ("HEO", "higher executive officer"),
        ("SEO", "senior executive officer"),
        ("Grade 7", "G7"),
        ("Grade 6", "G6"),
        ("SCS1", "SCS 1", "SCS PB1", "deputy director"),
        ("SCS2", "SCS 2", "SCS PB2", "director"),
        ("SCS3", "SCS 3", "SCS PB3", "director general"),
        ("SCS4", "SCS 4", "permanent secretary"),
    ),
    "fr_public_service": (
        ("C", "catégorie C"),
        ("B", "catégorie B"),
        ("A", "catégorie A"),
        ("A+", "catégorie A+"),
    ),
    "studies": (
        ("terminale", "lycée"),
        ("L1", "licence 1", "bac+1", "first year"),
        ("L2", "licence 2", "bac+2", "second year"),
        ("L3", "licence 3", "bac+3", "third year"),
        ("M1", "master 1", "bac+4"),
        ("M2", "master 2", "bac+5"),
        ("doctorat", "PhD", "bac+8"),
    ),
    "career": (
        ("stagiaire", "alternant", "intern", "apprentice"),
        ("junior", "débutant", "beginner", "entry level"),
        ("confirmé", "intermédiaire", "intermediate", "mid", "mid level"),
        ("senior", "expérimenté", "experienced"),
        ("expert", "lead", "principal", "manager"),
        ("directeur", "director", "head", "executive"),
    ),
}

_STEPS = {
    scale: {fold(name): step for step, names in enumerate(steps) for name in names}
    for scale, steps in SCALES.items()
}


def scale_of(values: list[str]) -> str:
    """Return the scale that knows most of these values, and at least eight in ten; else ""."""
    if not values:
        return ""
    known = {
        scale: sum(fold(value) in steps for value in values) for scale, steps in _STEPS.items()
    }
    best = max(known, key=lambda scale: known[scale])
    return best if known[best] >= 0.8 * len(values) else ""


def step_on(scale: str, value: str) -> int | None:
    """Return how high a value stands on a scale, from 0, or None when the scale does not know it."""
    return _STEPS[scale].get(fold(value))
