"""The engine's catalogue: (French, English) by code, rendered by `words.say` with the grammar of `words.phrase`."""

from __future__ import annotations

from ithaque.pairing.words.afterwards import MOVES, RECORDS, Both

CRITERIA: dict[str, Both] = {
    "needs": ("besoins et compétences", "needs and skills"),
    "path": ("parcours", "path"),
    "style": ("style de travail", "working style"),
    "interests": ("centres d'intérêt", "interests"),
    "expectations": ("attentes sur la relation", "expectations"),
    "availability": ("disponibilités", "availability"),
    "wishes": ("vœux", "wishes"),
    "distance": ("proximité", "distance"),
    "time_zone": ("fuseau horaire", "time zone"),
    "seniority": ("ancienneté ou grade", "seniority or grade"),
    "organisation": ("organisation différente", "different organisation"),
    "text": ("présentation libre", "own words"),
}

RULES: dict[str, Both] = {
    "language": ("une langue en commun", "a common language"),
    "modality": ("une façon de se rencontrer possible", "a possible way to meet"),
    "overlap": ("des heures libres en commun", "free hours in common"),
    "hierarchy": ("aucun lien hiérarchique", "no line of management"),
    "family": ("aucun lien familial", "no family tie"),
    "team": ("pas la même équipe", "not the same team"),
    "exclusion": ("personnes à éviter", "people to avoid"),
    "adult": ("un mentor adulte pour une personne mineure", "an adult mentor for a minor"),
    "checks": (
        "une vérification valide pour accompagner une personne mineure",
        "a valid check to mentor a minor",
    ),
    "training": ("la formation faite", "training done"),
    "broken": ("pas un binôme déjà séparé", "not a pair that ended before"),
    "seniority": ("un mentor plus avancé", "a mentor ahead"),
    "distance": ("une distance acceptable", "an acceptable distance"),
    "organisation": ("une autre organisation", "another organisation"),
    "forbidden": ("binôme écarté par une décision", "pair set aside by a decision"),
    "oneself": ("soi-même", "oneself"),
}

SIDES: dict[str, Both] = {
    "mentees": ("personnes mentorées", "mentees"),
    "mentors": ("mentors", "mentors"),
}

# What the engine expected in a settings document, in its own words -> French.
EXPECTED: dict[str, Both] = {
    english: (french, english)
    for english, french in {
        "a number": "un nombre",
        "a whole number": "un nombre entier",
        "names with their values": "des noms avec leurs valeurs",
        "a list": "une liste",
        "true or false": "true ou false",
        "a name": "un nom",
        "a mentee and a mentor": "une personne mentorée et un mentor",
        "three rising bounds from 0 to 1": "trois bornes croissantes de 0 à 1",
    }.items()
}

QUESTIONS: dict[str, Both] = {
    "duration_months": ("durée de l'accompagnement", "length of the mentoring"),
    "meetings_per_month": ("rythme des rencontres", "rhythm of meetings"),
    "directive": ("façon de guider", "way of leading"),
    "frequency": ("fréquence", "frequency"),
}

BANDS: dict[int, Both] = {
    4: ("très solide", "very strong"),
    3: ("solide", "strong"),
    2: ("correct", "fair"),
    1: ("à discuter", "to discuss"),
}

_REASONS: dict[str, Both] = {
    "needs.first": (
        "{skill:q}, le premier besoin, est un point fort du mentor ({count} {count:besoin couvert|besoins couverts} sur {total})",
        "{skill:q}, the first need, is a strength of the mentor ({count} of {total} {total:need|needs} covered)",
    ),
    "needs.covered": (
        "{count} {count:besoin|besoins} sur {total} {count:est un point fort|sont des points forts} du mentor : {skills}",
        "{count} of {total} {total:need|needs} {count:is a strength|are strengths} of the mentor: {skills}",
    ),
    "path.same": (
        "le mentor a vécu le parcours visé : {items}",
        "the mentor has lived the path aimed at: {items}",
    ),
    "path.near": (
        "le mentor a vécu un parcours proche de celui qui est visé : {items}",
        "the mentor has lived a path near the one aimed at: {items}",
    ),
    "style.close": (
        "façons de travailler proches sur {count} {count:point|points} sur {total}",
        "close ways of working on {count} of {total} {total:point|points}",
    ),
    "interests.shared": (
        "{count:centre d'intérêt commun|centres d'intérêt communs} : {items}",
        "{count:interest|interests} in common: {items}",
    ),
    "expectations.aligned": ("mêmes attentes : {items}", "same expectations: {items}"),
    "availability.shared": (
        "{hours} {hours:heure libre|heures libres} en commun dans la semaine",
        "{hours} free {hours:hour|hours} of the week in common",
    ),
    "wishes.mutual": ("chaque personne a souhaité l'autre", "each wished for the other"),
    "wishes.mentee": (
        "la personne mentorée a souhaité ce mentor (vœu n° {rank})",
        "the mentee wished for this mentor (wish {rank})",
    ),
    "wishes.mentor": (
        "le mentor a souhaité cette personne (vœu n° {rank})",
        "the mentor wished for this mentee (wish {rank})",
    ),
    "distance.near": ("à {km} km l'un de l'autre", "{km} km apart"),
    "distance.same_place": ("même lieu : {place}", "same place: {place}"),
    "time_zone.close": ("{hours} h d'écart entre leurs horloges", "{hours} h between their clocks"),
    "seniority.above": (
        "le mentor a {steps} {steps:échelon|échelons} d'avance",
        "the mentor is {steps} {steps:step|steps} ahead",
    ),
    "organisation.other": (
        "le mentor travaille ailleurs : {organisation}",
        "the mentor works elsewhere: {organisation}",
    ),
    "text.themes": (
        "leurs présentations parlent des mêmes choses : {themes}",
        "their own words speak of the same things: {themes}",
    ),
    "text.close": ("leurs présentations se ressemblent", "their own words are close"),
}

_CARES: dict[str, Both] = {
    "needs.none": (
        "aucun besoin n'est un point fort du mentor : {missing}",
        "none of the needs is a strength of the mentor: {missing}",
    ),
    "needs.partly": (
        "{missing:besoin non couvert|besoins non couverts} : {missing}",
        "not covered: {missing}",
    ),
    "needs.level": (
        "le niveau offert est inférieur au niveau souhaité : {skills}",
        "the level offered is below the level wished: {skills}",
    ),
    "path.far": (
        "le parcours visé n'est pas celui du mentor : {items}",
        "the path aimed at is not the one the mentor lived: {items}",
    ),
    "style.far": (
        "façons de travailler différentes : {items}",
        "different ways of working: {items}",
    ),
    "interests.none": ("aucun centre d'intérêt commun", "no interest in common"),
    "expectations.far": (
        "attentes différentes sur {item:q} : {mentee} d'un côté, {mentor} pour le mentor",
        "different expectations on {item:q}: mentee {mentee}, mentor {mentor}",
    ),
    "availability.short": (
        "seulement {hours} {hours:heure libre|heures libres} en commun dans la semaine",
        "only {hours} free {hours:hour|hours} of the week in common",
    ),
    "wishes.other": (
        "la personne mentorée avait souhaité quelqu'un d'autre",
        "the mentee had wished for someone else",
    ),
    "distance.far": ("à {km} km l'un de l'autre", "{km} km apart"),
    "distance.other_place": ("lieux différents", "they live in different places"),
    "time_zone.far": ("{hours} h d'écart entre leurs horloges", "{hours} h between their clocks"),
    "seniority.near": (
        "le mentor n'est pas plus avancé que la personne mentorée",
        "the mentor is not ahead of the mentee",
    ),
    "seniority.far": (
        "le mentor est très en avance ({steps} {steps:échelon|échelons})",
        "the mentor is far ahead ({steps} {steps:step|steps})",
    ),
    "organisation.same": (
        "même organisation : {organisation}",
        "same organisation: {organisation}",
    ),
    "text.far": ("leurs présentations ont peu en commun", "their own words have little in common"),
    "confidence.low": (
        "peu de réponses pour en juger ; il manque : {criteria}",
        "few answers to go by; missing: {criteria}",
    ),
}

# Said in place of the sentence of the same code when a step of seniority is a year.
YEARS: dict[str, Both] = {
    "seniority.above": (
        "le mentor a {steps} {steps:an|ans} d'avance",
        "the mentor is {steps} {steps:year|years} ahead",
    ),
    "seniority.far": (
        "le mentor est très en avance ({steps} {steps:an|ans})",
        "the mentor is far ahead ({steps} {steps:year|years})",
    ),
}

_CAUSES: dict[str, Both] = {
    "unmatched.no_mentor": ("il n'y a aucun mentor", "there is no mentor"),
    "unmatched.no_place": ("aucun mentor n'a de place", "no mentor has a place"),
    "unmatched.rule": (
        "la règle {rule:q} écarte {total:le seul mentor|les {total:#} mentors}",
        "the rule {rule:q} excludes {total:the only mentor|all {total:#} mentors}",
    ),
    "unmatched.rules": (
        "ensemble, des règles écartent {total:le seul mentor|les {total:#} mentors} : {rules}",
        "together, rules exclude {total:the only mentor|all {total:#} mentors}: {rules}",
    ),
    "unmatched.full": (
        "{compatible:le seul mentor compatible est complet|les {compatible:#} mentors compatibles sont complets} ; il ne reste aucune place",
        "{compatible:the only compatible mentor is|the {compatible:#} compatible mentors are} full; no place is left",
    ),
    "unmatched.dominated": (
        "{rivals} personnes ne peuvent aller que vers {mentors:le même mentor|les {mentors:#} mêmes mentors}, qui {mentors:a|ont} {places} {places:place|places}",
        "{rivals} people can only go to the same {mentors:mentor|{mentors:#} mentors}, who {mentors:has|have} {places} {places:place|places}",
    ),
    "unmatched.unprofitable": (
        "le total est meilleur sans ce binôme : il n'a pas été demandé de placer le plus de monde d'abord",
        "leaving this person aside gives the better total: most people first was not asked",
    ),
    "unmatched.stable": (
        "les mentors compatibles ({compatible}) préfèrent les personnes qu'ils accompagnent",
        "the compatible mentors ({compatible}) prefer the people they have",
    ),
    "unmatched.group": (
        "aucun mentor compatible ({compatible}) n'a de place dans un groupe de {least} à {most}",
        "none of the compatible mentors ({compatible}) has room in a group of {least} to {most}",
    ),
    "unmatched.odd": (
        "les personnes compatibles ({compatible}) sont déjà réunies deux à deux : il en restait une",
        "the compatible people ({compatible}) are paired with each other: one person was over",
    ),
}

# Said in place of "fault.unknown" when a name known is near the one written.
UNKNOWN_CLOSE: Both = (
    "{name:q} est inconnu ici ; vouliez-vous dire {close:q} ? Choix possibles : {known}",
    "{name:q} is not known here; did you mean {close:q}? All choices: {known}",
)

_FAULTS: dict[str, Both] = {
    "fault.unknown": (
        "{name:q} est inconnu ici ; choisissez parmi : {known}",
        "{name:q} is not known here; choose among: {known}",
    ),
    "fault.type": ("attendu : {expected} ; trouvé : {got}", "expected {expected}, got {got}"),
    "fault.range": (
        "{got} n'est pas entre {low} et {high}",
        "{got} is not between {low} and {high}",
    ),
    "fault.weights_zero": (
        "au moins un poids doit être supérieur à 0",
        "at least one weight must be above 0",
    ),
    "fault.aims": (
        "{step} ne se combine pas avec {other} dans cet ordre",
        "{step} cannot be combined with {other} in this order",
    ),
    "fault.floor": (
        "groupe {group} : {measure} ne peut atteindre {floor} avec les autres planchers ; au mieux {value}",
        "group {group}: {measure} cannot be {floor} with the other floors; the most is {value}",
    ),
    "fault.group": (
        "aucune personne à accompagner n'a {value} pour {attribute}",
        "no mentee has {attribute} {value}",
    ),
    "fault.duplicate": ("{id} apparaît {times} fois", "{id} appears {times} times"),
    "fault.stranger": ("{id} n'est pas parmi les {side}", "{id} is not among the {side}"),
    "fault.contradiction": (
        "le binôme {mentee} et {mentor} est à la fois imposé et interdit",
        "{mentee} and {mentor} are both locked and forbidden",
    ),
    "fault.lock_rule": (
        "le binôme {mentee} et {mentor} est imposé, mais la règle de protection {rule:q} l'interdit",
        "{mentee} and {mentor} are locked but the protective rule {rule:q} forbids them",
    ),
    "fault.lock_twice": (
        "{mentee} est imposé à plusieurs mentors",
        "{mentee} is locked with several mentors",
    ),
    "fault.lock_capacity": (
        "{mentor} a {locked} {locked:personne imposée|personnes imposées} pour {capacity} {capacity:place|places}",
        "{mentor} has {locked} locked {locked:mentee|mentees} for {capacity} {capacity:place|places}",
    ),
    "fault.lock_hours": (
        "les binômes imposés prennent {hours} h à {mentor}, qui en offre {offered}",
        "the locked mentees of {mentor} take {hours} hours of the {offered} offered",
    ),
    "fault.load": (
        "le nombre minimal de {mentor} ({minimum}) dépasse sa capacité ({capacity})",
        "the minimum load of {mentor} ({minimum}) is above the capacity ({capacity})",
    ),
    "fault.cycle": (
        "les responsables forment un cercle : {people}",
        "the managers form a circle: {people}",
    ),
    "fault.size": (
        "{what} demande {needed} Mo, la limite est de {limit} Mo",
        "{what} needs {needed} MB, the limit is {limit} MB",
    ),
}

_CHECKS: dict[str, Both] = {
    "check.stranger": ("{id} n'est pas dans le problème", "{id} is not in the problem"),
    "check.twice": ("{mentee} a {times} mentors", "{mentee} has {times} mentors"),
    "check.missing": (
        "{mentee} n'a ni mentor ni attente",
        "{mentee} is neither paired nor waiting",
    ),
    "check.both": ("{mentee} a un mentor et attend encore", "{mentee} is both paired and waiting"),
    "check.capacity": (
        "{mentor} a {load} {load:personne|personnes} pour {capacity} {capacity:place|places}",
        "{mentor} has {load} {load:mentee|mentees} for {capacity} {capacity:place|places}",
    ),
    "check.rule": (
        "le binôme {mentee} et {mentor} enfreint la règle {rule:q}",
        "{mentee} and {mentor} break the rule {rule:q}",
    ),
    "check.lock": (
        "le binôme {mentee} et {mentor} est imposé mais n'a pas été formé",
        "{mentee} and {mentor} are locked but not paired",
    ),
    "check.score": (
        "le score de {mentee} et {mentor} est {right}, et non {written}",
        "{mentee} and {mentor} score {right}, not {written}",
    ),
    "check.objective": (
        "la valeur est {right}, et non {written}",
        "the value is {right}, not {written}",
    ),
    "check.lowest": (
        "rien ne prouve que le score le plus bas ({lowest}) soit le plus haut possible ({floor})",
        "the lowest score {lowest} is not proved to be the highest possible ({floor})",
    ),
    "check.bound": (
        "les prix prouvent {right}, et non {written}",
        "the dual values prove {right}, not {written}",
    ),
    "check.proof": (
        "annoncé prouvé, mais la borne {bound} dépasse la valeur {objective}",
        "said to be proved, but the bound {bound} is above the value {objective}",
    ),
    "check.blocking": (
        "{mentee} et {mentor} préféreraient être ensemble",
        "{mentee} and {mentor} would both rather leave",
    ),
    "check.level": (
        "rien ne prouve que les scores les plus bas soient aussi rares que possible ({pairs} à {score})",
        "nothing proves that as few as {pairs} pairs at the score {score} come next among the lowest",
    ),
    "check.meeting": (
        "ces personnes ne peuvent être réunies ainsi : {people}",
        "these people cannot be brought together so: {people}",
    ),
    "check.hours": (
        "les binômes de {mentor} prennent {hours} h, pour {offered} offertes",
        "the mentees of {mentor} take {hours} hours of the {offered} offered",
    ),
    "check.load": (
        "{mentor} a {load} {load:personne|personnes} pour un minimum de {minimum}, sans preuve qu'on ne puisse mieux",
        "{mentor} has {load} {load:mentee|mentees} for a minimum of {minimum}, and nothing proves that more cannot be",
    ),
    "check.floor": (
        "groupe {group} : {measure} vaut {value}, sous le plancher {floor}",
        "group {group}: {measure} is {value}, below {floor}",
    ),
}

SENTENCES: dict[str, Both] = _REASONS | _CARES | _CAUSES | _FAULTS | _CHECKS | MOVES | RECORDS
