"""What a column can mean: the list that recognition, the command, the web import and the guide share.

`names` are headers that say the field by themselves, `hints` headers that only suggest it. Side-dependent names
(« Compétences » are needs in a file of mentees, offers in a file of mentors) stand in `mentee_names` and
`mentor_names`. `SENSITIVE` headers are never read: they must not weigh on a pairing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from ithaque.pairing.intake.header import plain_header
from ithaque.pairing.intake.table import Side
from ithaque.pairing.words import phrase

Kind = Literal[
    "identifier", "name", "email", "skills", "words", "languages", "flag", "truth", "number", "level", "date",
    "choices", "people", "scale", "hours", "zone", "modality", "place", "label", "text", "minority",
]  # fmt: skip


@dataclass(frozen=True)
class Field:
    """One thing a column can tell. `many`: several columns may tell it, their values are put together."""

    code: str
    kind: Kind
    fr: str
    en: str
    help_fr: str
    help_en: str
    names: str = ""
    hints: str = ""
    mentee_names: str = ""
    mentor_names: str = ""
    side: Side | None = None
    many: bool = False
    sensitive: bool = False

    def label(self, language: str) -> str:
        return phrase(self.fr, "fr") if language == "fr" else self.en

    def help(self, language: str) -> str:
        return phrase(self.help_fr, "fr") if language == "fr" else self.help_en


SKILL_NAMES = (
    "compétences|skills|domaines|domaine|activités et métiers|métiers|activités|domaines de compétence|expertise|"
    "domaine d'expertise|areas of expertise|sujets|thèmes|thématiques|topics|subjects|secteurs d'activité"
)

FIELDS: tuple[Field, ...] = (
    Field("id", "identifier", "Identifiant", "Identifier",
          "Un code propre à chaque personne : numéro, matricule.",
          "A code of each person's own: number, reference.",
          "identifiant|id|code|numéro|matricule|numéro étudiant|student number|student id|reference|référence|uid|"
          "external id|employee id|numéro d'adhérent|user id"),
    Field("name", "name", "Nom complet", "Full name",
          "Prénom et nom dans une seule colonne.", "First and last name in one column.",
          "nom complet|nom et prénom|prénom et nom|nom prénom|prénom nom|name|full name|nom d'usage complet|"
          "participant|personne|person|displayed name|display name",
          mentee_names="mentoré|mentorée|mentee|filleul|étudiant|student|élève|protégé|jeune|nom du mentoré|mentee name",
          mentor_names="mentor|parrain|marraine|tuteur|nom du mentor|mentor name"),
    Field("first_name", "name", "Prénom", "First name", "Le prénom seul.", "The first name alone.",
          "prénom|first name|firstname|given name|forename|prénom usuel|prénom d'usage"),
    Field("last_name", "name", "Nom", "Last name", "Le nom de famille seul.", "The family name alone.",
          "nom|nom de famille|last name|lastname|surname|family name|nom d'usage|nom usuel"),
    Field("email", "email", "Adresse e-mail", "E-mail address",
          "Sert à reconnaître une personne d'un fichier à l'autre.", "Recognises a person from one file to the next.",
          "email|adresse email|mail|courriel|adresse électronique|e-mail|email address|adresse de messagerie|mel|"
          "mail professionnel|email professionnel|adresse mail|work email"),
    Field("needs", "skills", "Besoins", "Needs",
          "Ce que la personne veut apprendre ou travailler, le plus important d'abord.",
          "What the person wants to learn or work on, the most important first.",
          "besoins|needs|attentes|je souhaite apprendre|je veux apprendre|i want to learn|want to learn|learning goals|"
          "objectifs|goals|compétences à développer|skills to develop|compétences recherchées|skills wanted|"
          "domaines recherchés|axes de progression|development areas|what i need|ce que je cherche",
          mentee_names=SKILL_NAMES, many=True),
    Field("offers", "skills", "Ce qui est offert", "Offers",
          "Les compétences que la personne peut transmettre.", "The skills the person can share.",
          "je peux partager|i can share|can share|can help with|je peux aider|compétences offertes|offre|offers|"
          "skills offered|points forts|strengths|atouts|compétences à transmettre|compétences à partager|"
          "domaines d'expertise|what i can offer|ce que je peux apporter|peut transmettre",
          mentor_names=SKILL_NAMES, many=True),
    Field("path", "words", "Parcours, métier", "Path, occupation",
          "Secteur, métier ou études : visés par la personne mentorée, vécus par le mentor.",
          "Sector, occupation or studies: aimed at by the mentee, lived by the mentor.",
          "profession|métier visé|métier|secteur|sector|industry|occupation|parcours|filière|spécialité|target role|"
          "career path|projet professionnel|orientation|formation|field of study|discipline|career track|"
          "secteur visé|target sector|domaine professionnel|corps|famille de métiers|job family|branche",
          hints="job title|poste|fonction|intitulé du poste|role|job|position|emploi", many=True),
    Field("interests", "words", "Centres d'intérêt", "Interests",
          "Ce que la personne aime, ou ce qui la motive, en une liste de mots.",
          "What the person likes, or what drives them, as a list of words.",
          "centres d'intérêt|intérêts|interests|loisirs|hobbies|passions|hobby|motivations|motivation|hobbies and interests",
          many=True),
    Field("languages", "languages", "Langues", "Languages",
          "Les langues parlées, en une liste.", "The languages spoken, as a list.",
          "langues|languages|langues parlées|spoken languages|langue|language|languages spoken|langues de travail", many=True),
    Field("availability", "hours", "Disponibilités", "Availability",
          "Les heures libres d'une semaine : « lundi 18h-20h ; jeudi 12h-14h ».",
          "The free hours of a week: “Monday 18:00-20:00; Thursday 12:00-14:00”.",
          "disponibilités|availability|disponible|créneaux|horaires|slots|time slots|créneaux disponibles|availabilities|"
          "créneaux libres|when available"),
    Field("time_zone", "zone", "Fuseau horaire", "Time zone", "Par exemple Europe/Paris.", "For example Europe/Paris.",
          "fuseau horaire|fuseau|time zone|timezone|tz"),
    Field("modality", "modality", "Présence ou distance", "Face to face or remote",
          "À distance, en présence, ou les deux.", "Remote, face to face, or both.",
          "modalité|modality|format|mode de rencontre|meeting mode|présentiel ou distanciel|distance ou présence|"
          "remote or in person|type de rencontre|mode d'échange|format de rencontre"),
    Field("place", "place", "Lieu", "Place",
          "Une ville, comparée telle qu'elle est écrite, ou des coordonnées « 48.85, 2.35 ».",
          "A town, compared as written, or coordinates “48.85, 2.35”.",
          "ville|city|lieu|localisation|location|town|commune|place|site|campus|base|lieu de travail|office|bureau|"
          "implantation"),
    Field("radius_km", "number", "Rayon (km)", "Radius (km)",
          "La distance acceptée pour une rencontre en présence.", "How far the person accepts to go to meet.",
          "rayon|rayon km|radius|radius km|distance maximale|distance max|max distance|mobilité km"),
    Field("capacity", "number", "Nombre de places", "Capacity",
          "Combien de personnes un mentor accompagne au plus ; 1 si rien n'est dit.",
          "How many people a mentor takes at most; 1 when nothing is said.",
          "capacité|capacity|nombre de mentorés|nombre de places|places|max mentees|number of mentees|nombre de filleuls|"
          "nb mentorés|nb filleuls|places disponibles|mentees max|nombre max de mentorés|how many mentees"),
    Field("minimum_load", "number", "Nombre minimal", "Minimum load",
          "Combien de personnes un mentor demande au moins.", "How many people a mentor asks for at least.",
          "nombre minimal|minimum|minimum load|charge minimale|min mentees|minimum de mentorés", side="mentor"),
    Field("waiting_since", "date", "En attente depuis", "Waiting since",
          "Date d'inscription : à score égal, la personne qui attend depuis plus longtemps passe d'abord.",
          "Date of registration: at equal score, who has waited longest comes first.",
          "horodateur|timestamp|date d'inscription|inscrit le|en attente depuis|waiting since|registration date|"
          "date de candidature|registered|created|date de création|submitted at|date de réponse|completion time|"
          "start time|heure de fin|application date|submission date"),
    Field("minor", "minority", "Personne mineure", "Minor",
          "Oui ou non, un âge, ou une date de naissance : ne sert qu'à la règle de protection.",
          "Yes or no, an age, or a date of birth: serves the protection rule only.",
          "mineur|mineure|minor|moins de 18 ans|under 18|âge|age|date de naissance|birth date|date of birth|né le|"
          "naissance|birthday|dob|majeur|majeure|adult|adulte"),
    Field("trained", "truth", "Formation faite", "Trained",
          "La formation demandée est terminée.", "The training required is done.",
          "formé|formée|trained|formation faite|formation terminée|training done|training completed|formation suivie"),
    Field("check_valid", "truth", "Vérification valide", "Check valid",
          "La vérification d'honorabilité a été vue et n'est pas échue.", "The background check was seen and has not expired.",
          "vérification valide|vérification|check valid|background check|casier|casier judiciaire|honorabilité|dbs|b3|"
          "contrôle d'honorabilité|criminal record check", side="mentor"),
    Field("organisation", "label", "Organisation", "Organisation",
          "Entreprise, établissement, ministère.", "Company, school, ministry.",
          "organisation|organization|entreprise|company|établissement|société|employeur|employer|structure|school|école|"
          "université|university|ministère|ministry|department|association|institution"),
    Field("team", "label", "Équipe", "Team", "Deux personnes d'une même équipe ne sont pas appariées.",
          "Two people of one team are not paired.",
          "équipe|team|service|direction|pôle|unité|unit|business unit|équipe projet|division"),
    Field("manager", "people", "Responsable hiérarchique", "Line manager",
          "Identifiant, e-mail ou nom du responsable : on n'est pas apparié avec sa hiérarchie.",
          "Identifier, e-mail or name of the manager: nobody is paired with their own line.",
          "responsable|manager|n+1|responsable hiérarchique|line manager|supérieur|supérieur hiérarchique|supervisor|"
          "manager email|email du manager|hiérarchique"),
    Field("family", "label", "Foyer", "Family", "Un même nom de foyer écarte l'appariement.",
          "The same family name of record prevents the pairing.", "famille|family|foyer|household"),
    Field("seniority", "level", "Ancienneté, grade", "Seniority, grade",
          "Un grade, un niveau d'études, une année de promotion ou un nombre d'années.",
          "A grade, a level of study, a class year or a number of years.",
          "grade|promotion|ancienneté|seniority|niveau|niveau hiérarchique|level|promo|graduation year|class of|"
          "année de diplôme|année de promotion|years of experience|années d'expérience|expérience|catégorie|"
          "niveau d'études|year of study|année d'études|band|échelon|experience|graduation|diplôme obtenu en"),
    Field("excluded", "people", "À éviter", "To avoid",
          "Personnes (identifiant, e-mail ou nom) avec qui ne pas être apparié, ou « organisation:NOM ».",
          "People (identifier, e-mail or name) not to be paired with, or “organisation:NAME”.",
          "à éviter|exclusions|exclusion|exclus|excluded|not with|pas avec|incompatibilités|conflits|conflict|"
          "conflits d'intérêts|conflicts of interest|ne pas apparier avec|avoid", many=True),
    Field("wishes", "choices", "Vœux", "Wishes",
          "Personnes souhaitées, la première préférée ; une colonne par vœu ou une liste.",
          "People wished for, the favourite first; one column a wish or a list.",
          "vœux|voeux|vœu|wishes|wish|choix|choice|préférences|preferences|mentor souhaité|preferred mentor|"
          "mentor préféré|preferred mentee|mentoré souhaité|first choice|premier choix|rank choice", many=True),
    Field("style", "scale", "Style de travail", "Working style",
          "Un nombre par question (1 à 5), la même question des deux côtés ; une colonne par question.",
          "One number a question (1 to 5), the same question on both sides; one column a question.",
          "style|style de travail|working style|valeurs|values", many=True),
    Field("expectations", "scale", "Attentes sur la relation", "Expectations of the relation",
          "Durée, fréquence, conduite des échanges : un nombre par question, une colonne par question.",
          "Duration, frequency, way of leading: one number a question, one column a question.",
          "rythme|fréquence|frequency|durée souhaitée|duration|rhythm|fréquence souhaitée|meeting frequency|directivité", many=True),
    Field("text", "text", "Présentation libre", "Own words",
          "Quelques phrases de la personne sur elle-même.", "A few sentences by the person about themselves.",
          "présentation|biographie|biography|bio|à propos|about|about me|motivation letter|lettre de motivation|"
          "description|commentaires|comments|message|summary|résumé|profil|profile|remarques|projet|parcours libre", many=True),
    Field("identity_wanted", "truth", "Souhaite une identité proche", "Wishes a similar identity",
          "La personne mentorée demande un mentor qui partage une caractéristique qu'elle a dite.",
          "The mentee asks for a mentor who shares a characteristic they named.",
          "match with similar identity|souhaite une identité proche|similar identity", side="mentee", sensitive=True),
    Field("identity", "words", "Identité partagée", "Shared identity",
          "Caractéristiques dites par la personne elle-même ; ne servent qu'au vœu de la personne mentorée.",
          "Characteristics named by the person; they serve the mentee's own wish only.",
          "identity to match|characteristics|caractéristiques|identity|identité", sensitive=True),
)  # fmt: skip

SENSITIVE = (
    "genre|gender|sexe|sex|civilité|nationalité|nationality|origine|ethnicity|ethnie|race|religion|orientation sexuelle|"
    "sexual orientation|handicap|disability|santé|health|rqth|qpv|quartier prioritaire|rep|boursier|scholarship|bourse|"
    "photo|situation familiale|marital status|pronoms|pronouns|diversité|diversity|lgbt|zone rurale"
)

BY_CODE: dict[str, Field] = {field.code: field for field in FIELDS}
SPEAKS = "speaks_"


def fields_for(side: Side) -> list[Field]:
    """Return the fields a file of that side can hold, in the order to offer them."""
    return [field for field in FIELDS if field.side in (None, side)]


def field_named(code: str) -> Field | None:
    """Return the field of a code, `speaks_xx` (a yes/no column about one language) included, else None."""
    if code.startswith(SPEAKS):
        from ithaque.pairing.intake.languages import name_of

        tongue = code.removeprefix(SPEAKS)
        if not name_of(tongue, "en"):
            return None
        return Field(code, "flag", f"Parle {name_of(tongue, 'fr')}", f"Speaks {name_of(tongue, 'en')}",
                     "Oui ou non.", "Yes or no.")  # fmt: skip
    return BY_CODE.get(code)


@cache
def names_of(code: str, side: Side) -> tuple[frozenset[str], frozenset[str]]:
    """Return the plain headers that say a field, and those which only suggest it, on one side."""
    field = BY_CODE[code]
    own = field.mentee_names if side == "mentee" else field.mentor_names
    return _plain(f"{field.names}|{own}"), _plain(field.hints)


@cache
def sensitive_names() -> frozenset[str]:
    """Return the plain headers of columns that must never weigh on a pairing."""
    return _plain(SENSITIVE)


def _plain(names: str) -> frozenset[str]:
    return frozenset(plain_header(name) for name in names.split("|") if name)
