"""What the commands that start from a record say: (French, English) by code."""

from __future__ import annotations

AFTER: dict[str, tuple[str, str]] = {
    "replay.same": (
        "Même résultat, octet pour octet : {pairs:#} {pairs:binôme|binômes}.",
        "The same result, byte for byte: {pairs:#} {pairs:pair|pairs}.",
    ),
    "replay.differs": (
        "Le résultat refait diffère du journal : {keys}.",
        "The result made again differs from the record: {keys}.",
    ),
    "check.fine_proven": (
        "Aucune faute : places, règles, décisions et scores de {pairs:#} {pairs:binôme|binômes} sont justes, et la preuve tient sur les {couples:#} couples possibles.",
        "No fault: places, rules, decisions and scores of {pairs:#} {pairs:pair|pairs} are right, and the proof holds over the {couples:#} possible couples.",
    ),
    "check.fine_near": (
        "Aucune faute : places, règles, décisions et scores de {pairs:#} {pairs:binôme|binômes} sont justes, et la borne tient sur les {couples:#} couples possibles.",
        "No fault: places, rules, decisions and scores of {pairs:#} {pairs:pair|pairs} are right, and the bound holds over the {couples:#} possible couples.",
    ),
    "check.fine_stable": (
        "Aucune faute : places, règles, décisions et scores de {pairs:#} {pairs:binôme|binômes} sont justes, et personne parmi les {couples:#} couples possibles ne préférerait se retrouver ensemble.",
        "No fault: places, rules, decisions and scores of {pairs:#} {pairs:pair|pairs} are right, and none of the {couples:#} possible couples would both rather be together.",
    ),
    "check.fine_pairs": (
        "Aucune faute : places, règles et décisions de {pairs:#} {pairs:binôme|binômes} sont respectées. La preuve du journal ne vaut que pour ses propres binômes.",
        "No fault: places, rules and decisions of {pairs:#} {pairs:pair|pairs} are respected. The proof of the record only holds for its own pairs.",
    ),
    "check.compare": (
        "{changed:#} {changed:binôme change|binômes changent} par rapport au journal ; total {total}, contre {best}.",
        "{changed:#} {changed:pair changes|pairs change} from the record; total {total}, against {best}.",
    ),
    "check.faults": (
        "{count:#} {count:faute|fautes} :",
        "{count:#} {count:fault|faults}:",
    ),
    "explain.nobody_waits": ("Personne n'attend de mentor.", "Nobody waits for a mentor."),
    "explain.waiting": (
        "{count:#} {count:personne sans mentor|personnes sans mentor} :",
        "{count:#} {count:person|people} without a mentor:",
    ),
    "explain.cause": ("{people} : {cause}", "{people}: {cause}"),
    "explain.recruits": ("Mentors à recruter :", "Mentors to recruit:"),
    "explain.recruit": (
        "{profile} (servirait {count:#} {count:personne|personnes} : {people})",
        "{profile} (would serve {count:#} {count:person|people}: {people})",
    ),
    "explain.any_mentor": ("tout mentor disponible", "any mentor available"),
    "explain.offers": ("compétences {items}", "skills {items}"),
    "explain.path": ("parcours {items}", "path {items}"),
    "explain.languages": ("langues {items}", "languages {items}"),
    "explain.place": ("lieu {items}", "place {items}"),
    "explain.hours": ("disponible dans {count} {count:heure|heures} de la semaine", "free in {count} {count:hour|hours} of the week"),
    "explain.waits": ("{mentee} n'a pas de mentor : {cause}.", "{mentee} has no mentor: {cause}."),
    "explain.others": ("Avec un autre mentor :", "With another mentor:"),
    "explain.other": ("{mentor}, score {score} sur 100 :", "{mentor}, score {score} out of 100:"),
    "explain.pair": (
        "{mentee} et {mentor} : {score} sur 100, {band}, confiance {confidence:%}",
        "{mentee} and {mentor}: {score} out of 100, {band}, confidence {confidence:%}",
    ),
    "explain.contribution": (
        "{criterion} : {points} points sur {most}",
        "{criterion}: {points} points of {most}",
    ),
    "explain.price": ("Si ce binôme était imposé :", "If this pair were imposed:"),
    "explain.price_without": ("Si ce binôme était écarté :", "If this pair were set aside:"),
    "price.rules": (
        "ce binôme ne peut pas être formé ({rules})",
        "this pair cannot be made ({rules})",
    ),
    "price.free": ("le total ne change pas", "the total does not change"),
    "price.loss": (
        "le total perd {points} points (un binôme parfait en vaut 100)",
        "the total loses {points} points (a perfect pair is worth 100)",
    ),
    "price.gain": (
        "le total gagne {points} points, d'autres personnes en paient le prix",
        "the total gains {points} points, others pay for it",
    ),
    "price.about": (
        "au mieux : un couple jamais comparé pourrait le rendre un peu moins cher",
        "at most: a couple never compared could make it a little cheaper",
    ),
    "price.nobody": ("personne", "nobody"),
    "price.move": ("{mentee} passe de {before} à {after}", "{mentee} moves from {before} to {after}"),
    "price.left_alone": ("sans mentor alors : {people}", "without a mentor then: {people}"),
    "price.placed": ("aurait alors un mentor : {people}", "would then have a mentor: {people}"),
    "repair.done": (
        "{paired:#} {paired:personne a un mentor|personnes ont un mentor} ; {lost:#} {lost:binôme annoncé n'était plus possible|binômes annoncés n'étaient plus possibles}, {changed:#} {changed:autre change|autres changent}. Total {total}.",
        "{paired:#} {paired:person has|people have} a mentor; {lost:#} announced {lost:pair was|pairs were} no longer possible, {changed:#} {changed:other changes|others change}. Total {total}.",
    ),
    "repair.move": (
        "  {mentee} : de {before} à {after}. {why}.",
        "  {mentee}: from {before} to {after}. {why}.",
    ),
    "repair.more": ("  … et {count:#} de plus, dans le fichier.", "  … and {count:#} more, in the file."),
    "repair.curve": (
        "Ce que plus ou moins de changement donnerait :",
        "What more or less change would give:",
    ),
    "repair.point": (
        "  --keep {keep} : {changed:#} {changed:binôme change|binômes changent}, {placed:#} {placed:personne placée|personnes placées}, total {total}",
        "  --keep {keep}: {changed:#} {changed:pair changes|pairs change}, {placed:#} {placed:person|people} placed, total {total}",
    ),
    "repair.files": ("Binômes : {out}. Changements : {changes}.", "Pairs: {out}. Changes: {changes}."),
    "error.pair": (
        "{text:q} : écrivez PERSONNE=MENTOR, avec les identifiants du journal.",
        "{text:q}: write MENTEE=MENTOR, with the identifiers of the record.",
    ),
    "error.capacity": (
        "{text:q} : écrivez MENTOR=PLACES, de 0 à 1000.",
        "{text:q}: write MENTOR=PLACES, from 0 to 1000.",
    ),
    "error.pair_columns": (
        "aucune colonne ne dit les identifiants des binômes ; en-têtes : {columns}",
        "no column tells the identifiers of the pairs; headers: {columns}",
    ),
    "error.no_mentee": (
        "{name:q} n'est pas une personne mentorée du journal.",
        "{name:q} is not a mentee of the record.",
    ),
    "error.no_mentee_close": (
        "{name:q} n'est pas une personne mentorée du journal ; peut-être {close} ?",
        "{name:q} is not a mentee of the record; did you mean {close}?",
    ),
    "error.no_mentor": ("{name:q} n'est pas un mentor du journal.", "{name:q} is not a mentor of the record."),
    "error.no_mentor_close": (
        "{name:q} n'est pas un mentor du journal ; peut-être {close} ?",
        "{name:q} is not a mentor of the record; did you mean {close}?",
    ),
    "error.today_or_arrived": (
        "Donnez le fichier complet d'aujourd'hui ou celui des arrivées, pas les deux.",
        "Give the whole file of today or that of arrivals, not both.",
    ),
    "head.before": ("Avant", "Before"),
    "head.after": ("Maintenant", "Now"),
    "head.why": ("Pourquoi", "Why"),
    "head.keep": ("Poids de la fidélité", "Weight of keeping"),
    "head.changed": ("Binômes changés par choix", "Pairs changed by choice"),
    "head.lost": ("Binômes devenus impossibles", "Pairs no longer possible"),
    "head.placed": ("Personnes placées", "People placed"),
    "head.total": ("Total", "Total"),
}  # fmt: skip
