"""What the report says: (French, English) by code, rendered with `words.phrase`."""

from __future__ import annotations

from typing import Any

from ithaque.pairing.words import Language, phrase

SENTENCES: dict[str, tuple[str, str]] = {
    "kicker": ("Ithaque, compte rendu d'appariement", "Ithaque, report of a pairing"),
    "title": (
        "{paired:#} {paired:binôme|binômes} pour {mentees:#} {mentees:personne mentorée|personnes mentorées}",
        "{paired:#} {paired:pair|pairs} for {mentees:#} {mentees:mentee|mentees}",
    ),
    "title.circle": (
        "{paired:#} {paired:cercle|cercles} pour {mentees:#} {mentees:personne mentorée|personnes mentorées}",
        "{paired:#} {paired:circle|circles} for {mentees:#} {mentees:mentee|mentees}",
    ),
    "title.team": (
        "{paired:#} {paired:équipe|équipes} pour {mentees:#} {mentees:personne mentorée|personnes mentorées}",
        "{paired:#} {paired:team|teams} for {mentees:#} {mentees:mentee|mentees}",
    ),
    "title.peers": (
        "{paired:#} {paired:binôme|binômes} de pairs pour {mentees:#} {mentees:personne|personnes}",
        "{paired:#} {paired:pair|pairs} of peers for {mentees:#} {mentees:person|people}",
    ),
    "figure.paired": ("Binômes formés", "Pairs made"),
    "figure.circle": ("Cercles formés", "Circles made"),
    "figure.team": ("Équipes formées", "Teams made"),
    "figure.peers": ("Binômes de pairs", "Pairs of peers"),
    "figure.unmatched": ("Sans mentor", "Without a mentor"),
    "figure.places": ("Places prises", "Places taken"),
    "figure.of": ("{part:#} sur {whole:#}", "{part:#} of {whole:#}"),
    "figure.mean": ("Score moyen sur 100", "Mean score out of 100"),
    "figure.lowest": ("Score le plus bas", "Lowest score"),
    "proof.proven": ("Optimum prouvé", "Proven optimum"),
    "proof.near": ("À {gap} % au plus de l'optimum", "At most {gap}% from the optimum"),
    "proof.searched": (
        "Tout ce qui pouvait faire mieux a été cherché jusqu'au bout : il n'existe rien de meilleur, pour autant que le solveur dise vrai ; ses prix seuls prouvent l'écart annoncé.",
        "All that could do better was searched to the end: nothing better exists, as far as the solver is to be believed; its prices alone prove the gap stated.",
    ),
    "proof.more": (
        "Les prix n'excluent pas de placer {count:#} {count:personne|personnes} de plus.",
        "Prices do not exclude that {count:#} more {count:person|people} could be placed.",
    ),
    "proof.stable": ("Appariement stable", "Stable pairing"),
    "proof.best": (
        "Aucun autre appariement qui respecte vos règles et place autant de personnes n'a un meilleur total.",
        "No other pairing that follows your rules and places as many people has a better total.",
    ),
    "proof.balanced": (
        "Le total est ici celui des scores rééquilibrés : relever les binômes les plus faibles compte plus que parfaire les meilleurs.",
        "The total is here that of balanced scores: raising the weakest pairs counts more than polishing the best.",
    ),
    "proof.worst": (
        "Le score le plus bas ({floor} sur 100) est le plus haut possible ; le total est le meilleur qui le respecte.",
        "The lowest score ({floor} out of 100) is the highest possible; the total is the best that keeps it.",
    ),
    "proof.no_envy": (
        "Il n'existe aucun mentor et aucune personne mentorée qui préféreraient tous deux être ensemble. Le total ({total}) reste sous le meilleur possible ({bound}) : c'est le prix de la stabilité.",
        "There are no mentor and mentee who would both rather be together. The total ({total}) stays below the best possible ({bound}): this is the price of stability.",
    ),
    "proof.how": ("Comment le vérifier", "How to verify it"),
    "proof.prices": (
        "Chaque personne porte un prix. Quels que soient ces prix, aucun appariement ne peut valoir plus que leur somme, augmentée de ce dont chaque couple possible les dépasse.",
        "Each person carries a price. Whatever these prices, no pairing can be worth more than their sum, plus what each possible couple exceeds them by.",
    ),
    "proof.bound": (
        "Avec les prix de ce journal, sur les {couples:#} couples possibles, cette borne vaut {bound} ; l'appariement atteint {total}.",
        "With the prices of this record, over the {couples:#} possible couples, this bound is {bound}; the pairing reaches {total}.",
    ),
    "proof.check": (
        "La commande « ithaque check » refait ce calcul à partir du journal, sans aucun solveur.",
        "The command “ithaque check” does this computation again from the record, without any solver.",
    ),
    "fit.head": ("Comment les binômes se correspondent", "How well pairs fit"),
    "fit.text": (
        "La moitié des binômes ont un score de {median} sur 100 ou plus ; le plus bas est à {lowest}.",
        "Half of the pairs score {median} out of 100 or more; the lowest is at {lowest}.",
    ),
    "fit.axis": ("Score sur 100 (début de la tranche)", "Score out of 100 (start of the range)"),
    "fit.none": ("Aucun binôme n'a été formé.", "No pair was made."),
    "criteria.head": ("Ce qui fait les scores", "What makes the scores"),
    "criteria.text": (
        "Valeur moyenne de chaque critère sur les binômes formés, là où les deux personnes ont répondu. Une réponse qui manque sort du score et abaisse la confiance.",
        "Mean value of each criterion over the pairs made, where both answered. A missing answer leaves the score and lowers its confidence.",
    ),
    "criteria.one": (
        "{value} sur 100, poids {weight}, répondu pour {answered:%}",
        "{value} out of 100, weight {weight}, answered for {answered:%}",
    ),
    "criteria.none": ("poids {weight}, sans réponse", "weight {weight}, no answer"),
    "capacity.head": ("Places des mentors", "Mentors' places"),
    "capacity.text": (
        "{used:#} {used:place prise|places prises} sur {places:#} offertes.",
        "{used:#} {used:place|places} taken of {places:#} offered.",
    ),
    "capacity.used": ("Prises : {count:#}", "Taken: {count:#}"),
    "capacity.free": ("Libres : {count:#}", "Free: {count:#}"),
    "capacity.short": ("En attente : {count:#}", "Waiting: {count:#}"),
    "capacity.table": ("Mentors par nombre de personnes accompagnées", "Mentors by number of mentees"),
    "capacity.mentees": ("Personnes accompagnées", "Mentees"),
    "capacity.mentors": ("Mentors", "Mentors"),
    "rules.head": ("Règles suivies", "Rules followed"),
    "rules.text": (
        "Couples que chaque règle écarte ; un couple peut être écarté par plusieurs.",
        "Couples that each rule sets aside; several may set aside the same one.",
    ),
    "rules.idle": (
        "Suivies, sans avoir eu à écarter personne : {rules}.",
        "Followed, without having to set anyone aside: {rules}.",
    ),
    "rules.rule": ("Règle", "Rule"),
    "rules.couples": ("Couples écartés", "Couples set aside"),
    "fairness.head": ("Équité entre groupes", "Fairness between groups"),
    "fairness.text": (
        "Les groupes n'entrent jamais dans le score. Le trait montre l'intervalle de confiance à 95 % : deux intervalles qui se recouvrent largement ne prouvent aucune différence. Les chiffres qui reposent sur moins de {smallest} personnes sont masqués, et d'autres avec eux pour qu'on ne puisse pas les déduire.",
        "Groups never enter the score. The line shows the 95% confidence interval: two that largely overlap prove no difference. Figures that rest on fewer than {smallest} people are hidden, and others with them so that they cannot be deduced.",
    ),
    "fairness.source": (
        "Intervalles : Wilson (1927) pour les parts, Student (1908) pour les moyennes, statistiques d'ordre (Conover, 1999) pour les médianes.",
        "Intervals: Wilson (1927) for shares, Student (1908) for means, order statistics (Conover, 1999) for medians.",
    ),
    "fairness.placed": ("Part qui a un mentor", "Share who have a mentor"),
    "fairness.fit": ("Score moyen des binômes", "Mean score of pairs"),
    "fairness.accepted": ("Part des propositions acceptées", "Share of proposals accepted"),
    "fairness.waiting": ("Attente médiane en jours", "Median wait in days"),
    "fairness.group": ("Groupe", "Group"),
    "fairness.people": ("Personnes", "People"),
    "fairness.hidden": ("masqué", "hidden"),
    "fairness.nobody": ("personne", "nobody"),
    "fairness.interval": ("{value} ({low} à {high})", "{value} ({low} to {high})"),
    "fairness.below": (
        "sous les quatre cinquièmes du meilleur groupe",
        "under four fifths of the best group",
    ),
    "waiting.head": ("Sans mentor, et pourquoi", "Without a mentor, and why"),
    "waiting.nobody": ("Tout le monde a un mentor.", "Everybody has a mentor."),
    "waiting.cause": ("Cause", "Cause"),
    "waiting.people": ("Personnes concernées", "People concerned"),
    "waiting.more": ("… et {count:#} de plus", "… and {count:#} more"),
    "recruits.head": ("Qui recruter", "Whom to recruit"),
    "recruits.text": (
        "Les profils de mentors qui serviraient le plus de personnes en attente.",
        "The mentor profiles that would serve most of the people waiting.",
    ),
    "recruits.profile": ("Profil à rechercher", "Profile to look for"),
    "recruits.serves": ("Servirait", "Would serve"),
    "recruits.people": ("{count:#} {count:personne|personnes}", "{count:#} {count:person|people}"),
    "recruits.any": ("tout mentor disponible", "any mentor available"),
    "recruits.offers": ("compétences : {items}", "skills: {items}"),
    "recruits.path": ("parcours : {items}", "path: {items}"),
    "recruits.languages": ("langues : {items}", "languages: {items}"),
    "recruits.place": ("lieu : {items}", "place: {items}"),
    "recruits.hours": ("{count:#} {count:heure libre|heures libres} par semaine à son horaire", "{count:#} free {count:hour|hours} a week when they are"),
    "pairs.head": ("Les binômes", "The pairs"),
    "pairs.mentee": ("Mentoré·e", "Mentee"),
    "pairs.mentor": ("Mentor·e", "Mentor"),
    "pairs.score": ("Score", "Score"),
    "pairs.why": ("Pourquoi", "Why"),
    "pairs.care": ("Point d'attention", "Point of attention"),
    "pairs.words": ("{score} sur 100, {band}", "{score} out of 100, {band}"),
    "pairs.confidence": ("confiance {confidence:%}", "confidence {confidence:%}"),
    "pairs.more": (
        "Les {shown:#} premiers binômes sur {count:#} ; tous sont dans le fichier des binômes.",
        "The first {shown:#} pairs of {count:#}; all are in the file of pairs.",
    ),
    "run.head": ("Ce qui a été demandé", "What was asked"),
    "run.objective": ("Objectif", "Objective"),
    "run.weights": ("Poids", "Weights"),
    "run.decided": ("Binômes imposés, écartés", "Pairs locked, set aside"),
    "run.two": ("{locks:#} et {forbids:#}", "{locks:#} and {forbids:#}"),
    "run.seed": ("Graine des départages", "Seed of ties"),
    "run.versions": ("Versions", "Versions"),
}  # fmt: skip


def tell(sentence: str, language: Language, /, **data: Any) -> str:
    """Return a sentence of the report."""
    return phrase(SENTENCES[sentence][language == "en"], language, data)
