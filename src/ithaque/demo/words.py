"""What people of the world write: goals, actions, meetings, letters. Invented, and plausible."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class GoalWords:
    """A goal with what each level looks like, -2 to +2."""

    title: str
    why: str
    first_step: str
    levels: tuple[str, str, str, str, str]
    evidence: str
    skill: str


GOALS = (
    GoalWords(
        "Avoir un CV prêt à envoyer",
        "Je vois passer des offres et je n’ose pas répondre.",
        "Lister mes trois expériences, même petites.",
        (
            "Un seul CV, non relu",
            "Une version relue à deux",
            "Deux versions ciblées, prêtes à partir",
            "Envoyées à cinq structures",
            "Un premier entretien obtenu",
        ),
        "Les deux versions du CV.",
        "Rédiger des CV",
    ),
    GoalWords(
        "Parler de mon parcours sans m’excuser",
        "Je perds mes moyens dès qu’on me demande ce que je fais.",
        "Écrire quatre phrases et les dire à voix haute.",
        (
            "J’évite le sujet",
            "J’en parle si on me pose la question",
            "Je me présente en 90 secondes",
            "Je le fais devant un inconnu",
            "J’en fais un atout en entretien",
        ),
        "Une présentation devant trois personnes.",
        "Communiquer à l’oral",
    ),
    GoalWords(
        "Choisir entre deux métiers",
        "Je dois décider avant les inscriptions.",
        "Appeler une personne de chaque métier.",
        (
            "Deux noms, aucune idée du quotidien",
            "Une fiche lue sur chacun",
            "Deux personnes rencontrées",
            "Un critère qui tranche",
            "Un choix dont je peux parler",
        ),
        "Les notes de deux rencontres.",
        "Prendre des décisions",
    ),
    GoalWords(
        "Trouver une alternance",
        "Sans contrat, pas d’entrée en septembre.",
        "Écrire à trois entreprises près de chez moi.",
        (
            "Aucune candidature",
            "Trois candidatures",
            "Dix candidatures suivies",
            "Deux entretiens",
            "Un contrat signé",
        ),
        "Le suivi des candidatures.",
        "Rechercher un emploi",
    ),
)
OWN_WORDS = (
    "Pendant les révisions, une rencontre par mois suffit ; on se donne des nouvelles entre-temps."
)
TO_CHANGE = (
    "Une rencontre collective au milieu, pour voir comment font les autres.",
    "Un rappel plus tôt avant la fin : on s’y prépare mieux.",
)
TALK = "Stage trouvé en septembre ; voudrait devenir mentor dans deux ans."
STEPS = (
    ("Lister mes expériences, même petites", -24, True),
    ("Choisir deux offres qui m’attirent", -12, True),
    ("Écrire la version « recherche »", 2, False),
    ("Faire relire par deux personnes", 9, False),
)
ACTIONS = (
    "Envoyer la nouvelle version du CV",
    "Appeler une professionnelle du métier",
    "Lister cinq structures d’accueil",
    "Relire la lettre à voix haute",
    "Préparer trois questions pour l’entretien",
    "Demander une lettre au laboratoire",
    "S’inscrire au forum des métiers",
    "Écrire le message d’accroche",
)
MEETINGS = (
    ("Première rencontre", "Parcours croisés, règles du jeu, premier objectif esquissé."),
    ("Raconter ses forces", "Le job d’été est devenu la meilleure histoire du CV."),
    ("Trois métiers, une préférence", "Comparaison faite ; l’un des trois attire nettement plus."),
    ("Le CV en deux versions", "Une version par type d’offre. Les verbes ont remplacé les listes."),
    ("Oser appeler", "Deux appels préparés ensemble, un passé pendant la rencontre."),
    ("Entretien blanc", "Présentation en 90 secondes, puis trois questions difficiles."),
    ("Ce qui a bougé", "Relecture des objectifs ; l’un des deux change de mots."),
)
LETTERS = (
    (
        "J’ai relu votre deuxième version dans le train. Le paragraphe sur le laboratoire est devenu très concret, bravo. "
        "Gardez cette énergie pour l’accroche, on la travaille à la prochaine rencontre."
    ),
    "Merci pour mardi. J’ai osé appeler, et la personne a été très gentille.",
    "Je pense à vous pour l’entretien de demain : respirez, et racontez le job d’été comme vous me l’avez raconté.",
    "J’ai trouvé une offre qui ressemble à ce qu’on cherche. On la lit ensemble ?",
    "Je serai peut-être en retard de dix minutes jeudi, je sors de cours à 17 h 50.",
)
PLACES = (
    "Bibliothèque des Champs Libres",
    "Maison des associations",
    "Café des Bricoles",
    "Espace jeunes du Blosne",
)
THANKS = (
    "Merci pour votre patience, et pour les questions auxquelles je n’avais pas de réponse.",
    "J’ai beaucoup appris de votre façon de recommencer. Ne la perdez pas.",
)
GAINED = (
    "J’ai un contrat, et surtout je sais raconter ce que je fais.",
    "Je regarde les candidatures autrement depuis que j’ai vu l’autre côté.",
)
NEXT = (
    "Commencer l’alternance, et revenir témoigner à la réunion de rentrée.",
    "Reprendre un binôme au printemps.",
)
