"""What the command says: (French, English) by code, rendered with `words.phrase`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ithaque.pairing.cli.sentences_after import AFTER
from ithaque.pairing.words import Language, phrase

SENTENCES: dict[str, tuple[str, str]] = {
    "file.mentee": ("Mentorés : {name}, {rows:#} {rows:ligne|lignes}{format}", "Mentees: {name}, {rows:#} {rows:line|lines}{format}"),
    "file.mentor": ("Mentors : {name}, {rows:#} {rows:ligne|lignes}{format}", "Mentors: {name}, {rows:#} {rows:line|lines}{format}"),
    "file.text": (", {encoding}, séparateur {delimiter}", ", {encoding}, separator {delimiter}"),
    "file.sheet": (", feuille {sheet:q}", ", sheet {sheet:q}"),
    "column.used": ("  {column} → {field} ({evidence})", "  {column} → {field} ({evidence})"),
    "column.left": ("  {column} : laissée de côté ({evidence})", "  {column}: left out ({evidence})"),
    "column.maybe": (
        "  {column} : laissée de côté ; peut-être {field:q} ({evidence}). Pour l'utiliser : --map \"{column}={code}\"",
        "  {column}: left out; perhaps {field:q} ({evidence}). To use it: --map \"{column}={code}\"",
    ),
    "columns.ranked": ("  {column} à {last} → {field} ({evidence})", "  {column} to {last} → {field} ({evidence})"),
    "ask.column": (
        "{column:q} ({examples}) : est-ce {field:q} ? Tapez un champ, ou - pour la laisser de côté",
        "{column:q} ({examples}): is it {field:q}? Type a field, or - to leave it out",
    ),
    "ask.name": (
        "Quelle colonne dit de qui il s'agit ? ({columns})",
        "Which column says who each line is about? ({columns})",
    ),
    "ask.again": ("Champs possibles : {fields}", "Possible fields: {fields}"),
    "faults.head": ("  {count:#} {count:remarque|remarques} sur les lignes :", "  {count:#} {count:remark|remarks} on the lines:"),
    "faults.one": ("    {place} : {words}", "    {place}: {words}"),
    "faults.more": (
        "    … et {count:#} {count:autre remarque|autres remarques} du même genre (toutes dans le journal --record)",
        "    … and {count:#} more of the same kind (all in the --record file)",
    ),
    "assumed.seniority": (
        "Supposé : les grades sont lus des deux côtés, ils reçoivent le poids {weight} (mentor en avance d'un à trois échelons). Pour en décider : « weights: » dans --settings.",
        "Assumed: grades are read on both sides, they get the weight {weight} (mentor one to three steps ahead). To decide: “weights:” in --settings.",
    ),
    "assumed.unweighted": (
        "Lu mais sans poids : {fields}. Pour en tenir compte : « weights: » dans --settings.",
        "Read but without weight: {fields}. To count it: “weights:” in --settings.",
    ),
    "assumed.unanswered": (
        "Sans réponse dans les fichiers, donc hors du score : {criteria}.",
        "Not answered in the files, so out of the score: {criteria}.",
    ),
    "nothing.common": (
        "Rien ne se compare d'un fichier à l'autre : tous les scores seront nuls. Désignez au moins une colonne de chaque fichier, par exemple --map-mentees \"Colonne=needs\" --map-mentors \"Colonne=offers\".",
        "Nothing can be compared from one file to the other: all scores will be zero. Name at least one column of each file, for example --map-mentees \"Column=needs\" --map-mentors \"Column=offers\".",
    ),
    "summary.pairs": (
        "{paired:#} {paired:binôme formé|binômes formés} pour {mentees:#} {mentees:personne mentorée|personnes mentorées} et {mentors:#} {mentors:mentor|mentors} ({places:#} {places:place|places}).",
        "{paired:#} {paired:pair|pairs} for {mentees:#} {mentees:mentee|mentees} and {mentors:#} {mentors:mentor|mentors} ({places:#} {places:place|places}).",
    ),
    "summary.circle": (
        "{meetings:#} {meetings:cercle réunit|cercles réunissent} {paired:#} {paired:personne|personnes} sur les {mentees:#} {mentees:personne mentorée|personnes mentorées} ; {mentors:#} {mentors:mentor|mentors} en tout.",
        "{meetings:#} {meetings:circle brings|circles bring} together {paired:#} of {mentees:#} {mentees:mentee|mentees}; {mentors:#} {mentors:mentor|mentors} in all.",
    ),
    "summary.team": (
        "{meetings:#} {meetings:équipe formée|équipes formées} pour {mentees:#} {mentees:personne mentorée|personnes mentorées} et {mentors:#} {mentors:mentor|mentors} ({places:#} {places:place|places}).",
        "{meetings:#} {meetings:team|teams} for {mentees:#} {mentees:mentee|mentees} and {mentors:#} {mentors:mentor|mentors} ({places:#} {places:place|places}).",
    ),
    "summary.peers": (
        "{meetings:#} {meetings:binôme de pairs formé|binômes de pairs formés} parmi {mentees:#} {mentees:personne|personnes}.",
        "{meetings:#} {meetings:pair|pairs} of peers among {mentees:#} {mentees:person|people}.",
    ),
    "summary.unmatched": (
        "{count:#} {count:personne sans mentor|personnes sans mentor} :",
        "{count:#} {count:person|people} without a mentor:",
    ),
    "summary.cause": ("  {count:#} × {cause}", "  {count:#} × {cause}"),
    "summary.score": (
        "Total {total} ; moyenne {mean} sur 100 ; le plus bas {lowest} sur 100.",
        "Total {total}; mean {mean} out of 100; lowest {lowest} out of 100.",
    ),
    "summary.proven": (
        "Preuve : aucun appariement qui place autant de personnes n'a un meilleur total ; vérifié sur tous les couples possibles, écart nul.",
        "Proof: no pairing that places as many people has a better total; checked over all possible couples, gap zero.",
    ),
    "summary.gap": (
        "Le total est à {gap} % au plus du meilleur possible.",
        "The total is at most {gap}% away from the best possible.",
    ),
    "summary.searched": (
        "Tout ce qui pouvait faire mieux a été cherché jusqu'au bout ; les prix seuls prouvent le total à {gap} %.",
        "All that could do better was searched to the end; prices alone prove the total within {gap}%.",
    ),
    "summary.more": (
        "Le total est à {gap} % au plus du meilleur possible pour autant de personnes ; les prix n'excluent pas d'en placer {count:#} de plus.",
        "The total is at most {gap}% away from the best possible for as many people; prices do not exclude placing {count:#} more.",
    ),
    "summary.stable": (
        "Appariement stable demandé : deux personnes ne préfèrent jamais ensemble quitter leur binôme ; le total peut être sous le meilleur possible.",
        "A stable pairing was asked: no two people would both rather leave their pairs; the total may be below the best possible.",
    ),
    "summary.files": ("Binômes : {out}. Sans mentor : {unmatched}.", "Pairs: {out}. Without a mentor: {unmatched}."),
    "summary.record": ("Journal de l'appariement : {record}.", "Run record: {record}."),
    "summary.report": ("Compte rendu : {report}.", "Report: {report}."),
    "summary.seconds": ("Calcul en {seconds} s.", "Computed in {seconds} s."),
    "error.file": ("{name} : {words}", "{name}: {words}"),
    "error.settings": (
        "Les réglages ne peuvent pas être suivis ({count:#} {count:faute|fautes}) ; rien n'a été écrit.",
        "The settings cannot be followed ({count:#} {count:fault|faults}); nothing was written.",
    ),
    "error.problem": (
        "Les personnes et les réglages ne vont pas ensemble ({count:#} {count:faute|fautes}) ; rien n'a été écrit.",
        "The people and the settings do not go together ({count:#} {count:fault|faults}); nothing was written.",
    ),
    "error.place_line": ("  {file}, ligne {line}, {key} : {words}", "  {file}, line {line}, {key}: {words}"),
    "error.place": ("  {key} : {words}", "  {key}: {words}"),
    "error.write": (
        "{path} ne peut pas être écrit ({reason}). Fermez-le s'il est ouvert, ou choisissez un autre dossier.",
        "{path} cannot be written ({reason}). Close it if it is open, or choose another folder.",
    ),
    "write.no_folder": ("le dossier n'existe pas", "the folder does not exist"),
    "write.denied": ("accès refusé", "access denied"),
    "write.full": ("le disque est plein", "the disk is full"),
    "write.folder": ("c'est un dossier", "it is a folder"),
    "write.other": ("erreur du système", "system error"),
    "error.same_file": (
        "{path} est à la fois lu et écrit. Choisissez un autre nom pour le résultat.",
        "{path} is both read and written. Choose another name for the result.",
    ),
    "error.nobody": (
        "{name} : aucune ligne utilisable ; les remarques ci-dessus disent pourquoi.",
        "{name}: no usable line; the remarks above say why.",
    ),
    "error.map": (
        "--map {text:q} : écrivez colonne=champ, par exemple --map \"Métier=path\".",
        "--map {text:q}: write column=field, for example --map \"Occupation=path\".",
    ),
    "error.map_column": (
        "--map : aucune colonne {column:q} dans les fichiers. Colonnes : {columns}.",
        "--map: no column {column:q} in the files. Columns: {columns}.",
    ),
    "error.group": (
        "--group : aucune colonne {column:q} dans le fichier des personnes mentorées. Colonnes : {columns}.",
        "--group: no column {column:q} in the mentees' file. Columns: {columns}.",
    ),
    "error.memory": (
        "La mémoire ne suffit pas pour cet appariement. Relevez « memory_mb » dans les réglages, ou appariez par groupes.",
        "Memory does not suffice for this pairing. Raise “memory_mb” in the settings, or pair by groups.",
    ),
    "settings.unreadable": ("le fichier ne peut pas être lu ({reason})", "the file cannot be read ({reason})"),
    "settings.too_big": ("le fichier dépasse {limit} caractères", "the file is longer than {limit} characters"),
    "settings.alias": ("les renvois YAML (*nom) ne sont pas acceptés", "YAML aliases (*name) are not accepted"),
    "settings.not_yaml": ("ce n'est pas du YAML ({problem})", "this is not YAML ({problem})"),
    "settings.no_mapping": ("écrivez des lignes « clé: valeur »", "write lines “key: value”"),
    "settings.key_twice": ("la clé {key:q} est écrite deux fois", "the key {key:q} is written twice"),
    "step.score": ("Appariement : calcul des scores", "Pairing: scoring"),
    "step.assign": ("Appariement : recherche du meilleur total", "Pairing: seeking the best total"),
    "step.prove": ("Appariement : preuve", "Pairing: proving"),
    "step.explain": ("Appariement : raisons et causes", "Pairing: reasons and causes"),
    "step.done": ("Appariement terminé", "Pairing done"),
    "head.mentee": ("Mentoré·e", "Mentee"),
    "head.mentor": ("Mentor·e", "Mentor"),
    "head.score": ("Score sur 100", "Score out of 100"),
    "head.band": ("Appréciation", "Band"),
    "head.confidence": ("Confiance sur 100", "Confidence out of 100"),
    "head.reason": ("Raison {rank}", "Reason {rank}"),
    "head.care": ("Point d'attention", "Attention"),
    "head.mentee_id": ("Identifiant mentoré·e", "Mentee identifier"),
    "head.mentor_id": ("Identifiant mentor·e", "Mentor identifier"),
    "head.meeting": ("Groupe", "Group"),
    "head.cause": ("Cause", "Cause"),
    **AFTER,
}  # fmt: skip


def tell(sentence: str, language: Language, /, **data: Any) -> str:
    """Return a sentence of the command."""
    return phrase(SENTENCES[sentence][language == "en"], language, data)


def tell_with(code: str, language: Language, data: Mapping[str, Any]) -> str:
    """Return a sentence whose data come as a mapping."""
    return phrase(SENTENCES[code][language == "en"], language, data)
