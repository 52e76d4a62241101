"""What is said once a pairing exists: why someone moved, and why a record cannot be followed."""

from __future__ import annotations

Both = tuple[str, str]

MOVES: dict[str, Both] = {
    "move.kept": ("inchangé", "unchanged"),
    "move.refused": ("le binôme a été décliné", "their pair was declined"),
    "move.mentor_left": ("son mentor est parti", "their mentor left"),
    "move.mentee_left": ("la personne mentorée est partie", "the mentee left"),
    "move.rule": (
        "la règle {rule:q} interdit maintenant le binôme d'avant",
        "the rule {rule:q} now forbids their earlier pair",
    ),
    "move.no_place": ("son mentor n'a plus de place", "their mentor has no place any more"),
    "move.arrived": ("personne arrivée depuis", "a person who arrived since"),
    "move.waited": ("attendait, a maintenant un mentor", "waited before, has a mentor now"),
    "move.for_others": (
        "change pour que d'autres aient un mentor ou aillent bien mieux ensemble",
        "moved so that others have a mentor or fit much better",
    ),
}

RECORDS: dict[str, Both] = {
    "record.unreadable": (
        "le journal ne peut pas être lu ({reason})",
        "the record cannot be read ({reason})",
    ),
    "record.not_json": (
        "le journal n'est pas du JSON (ligne {line})",
        "the record is not JSON (line {line})",
    ),
    "record.format": (
        "le journal est au format {got:q} ; cette version lit le format {expected:q}. Ouvrez-le avec la version qui l'a écrit, ou refaites l'appariement",
        "the record is of format {got:q}; this version reads {expected:q}. Open it with the version that wrote it, or match again",
    ),
    "record.lacks": (
        "il manque au journal : {keys}",
        "the record lacks: {keys}",
    ),
    "record.shape": (
        "le journal n'a pas la forme attendue ({count} {count:faute|fautes}) : {places}",
        "the record has not the expected form ({count} {count:fault|faults}): {places}",
    ),
    "record.hash": (
        "les personnes ou les réglages du journal ont été modifiés : ils ne correspondent plus à leur empreinte",
        "the people or the settings of the record were altered: they no longer match their hash",
    ),
    "record.plugs": (
        "le journal demande les critères {codes}, dont le contenu n'est pas dans le journal",
        "the record needs the criteria {codes}, whose contents are not in it",
    ),
    "record.versions": (
        "journal fait avec {made} ; ici : {here}",
        "record made with {made}; here: {here}",
    ),
}
