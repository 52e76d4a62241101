"""The intake's catalogue: (French, English) by code. `wording` renders it with the grammar of `words.phrase`."""

from __future__ import annotations

Both = tuple[str, str]
Three = tuple[str, str, str]

TABLE_ERRORS: dict[str, Both] = {
    "not_json": (
        "Ce JSON ne peut pas être lu (ligne {line}). Enregistrez-le de nouveau, ou envoyez un fichier CSV ou XLSX.",
        "This JSON cannot be read (line {line}). Save it again, or send a CSV or XLSX file.",
    ),
    "no_objects": (
        'le JSON doit être une liste de personnes, chacune un objet : [{{"nom": …}}, …]',
        'the JSON must be a list of people, each an object: [{{"name": …}}, …]',
    ),
    "not_found": (
        "Le fichier {path} est introuvable. Vérifiez son nom et son dossier.",
        "The file {path} was not found. Check its name and folder.",
    ),
    "is_folder": (
        "{path} est un dossier. Indiquez un fichier.",
        "{path} is a folder. Give a file.",
    ),
    "unreadable": (
        "Le fichier {path} ne peut pas être lu. Fermez-le s'il est ouvert ailleurs, vérifiez vos droits.",
        "The file {path} cannot be read. Close it if it is open elsewhere, check your permissions.",
    ),
    "empty": (
        "Le fichier est vide. Envoyez un tableau avec une ligne d'en-têtes et une ligne par personne.",
        "The file is empty. Send a table with a line of headers and one line per person.",
    ),
    "too_big": (
        "Le fichier dépasse {limit} octets. Découpez-le, ou relevez « limits: bytes » dans les réglages.",
        "The file is larger than {limit} bytes. Split it, or raise “limits: bytes” in the settings.",
    ),
    "other_kind": (
        "Ce fichier est en réalité du {kind}, quelle que soit son extension. Exportez le tableau en CSV, XLSX ou ODS.",
        "This file is really {kind}, whatever its extension. Export the table as CSV, XLSX or ODS.",
    ),
    "not_text": (
        "Ce fichier n'est ni un tableau CSV, ni un classeur XLSX ou ODS. Exportez le tableau dans un de ces formats.",
        "This file is neither a CSV table nor an XLSX or ODS workbook. Export the table in one of these formats.",
    ),
    "workbook_broken": (
        "Le classeur est abîmé et ne peut pas être ouvert. Ouvrez-le dans votre tableur et enregistrez-le de nouveau.",
        "The workbook is damaged and cannot be opened. Open it in your spreadsheet and save it again.",
    ),
    "workbook_locked": (
        "Le classeur est protégé par un mot de passe. Enregistrez-le sans mot de passe, ou en CSV.",
        "The workbook is protected by a password. Save it without one, or as CSV.",
    ),
    "workbook_old": (
        "Ce fichier est de l'ancien format de Word et d'Excel (.xls). Ouvrez-le et enregistrez le tableau en XLSX ou en CSV.",
        "This file is in the old format of Word and Excel (.xls). Open it and save the table as XLSX or CSV.",
    ),
    "workbook_bomb": (
        "Le classeur se déplie en un tableau démesuré. Copiez les lignes utiles dans un classeur neuf.",
        "The workbook unfolds into an enormous table. Copy the useful lines into a new workbook.",
    ),
    "workbook_other": (
        "C'est une archive ZIP, pas un classeur. Envoyez le tableau lui-même, en CSV, XLSX ou ODS.",
        "This is a ZIP archive, not a workbook. Send the table itself, as CSV, XLSX or ODS.",
    ),
    "sheet_unknown": (
        "Le classeur n'a pas de feuille {sheet:q}. Feuilles visibles : {sheets}.",
        "The workbook has no sheet {sheet:q}. Visible sheets: {sheets}.",
    ),
    "unclosed_quote": (
        "Un guillemet ouvert à la ligne {line} n'est jamais refermé. Ajoutez le guillemet qui manque.",
        "A quotation mark opened on line {line} is never closed. Add the missing one.",
    ),
    "no_header": (
        "La ligne {line} contient des données ({cells}) à la place des en-têtes. Ajoutez en tête une ligne qui nomme les colonnes.",
        "Line {line} holds data ({cells}) where headers were expected. Add a first line that names the columns.",
    ),
    "duplicated_headers": (
        "Plusieurs colonnes portent le même nom : {headers} (colonnes {columns}). Donnez un nom différent à chacune.",
        "Several columns have the same name: {headers} (columns {columns}). Give each a name of its own.",
    ),
    "too_many_columns": (
        "Le tableau a {columns} colonnes, la limite est de {limit}. Gardez celles qui servent.",
        "The table has {columns} columns, the limit is {limit}. Keep those that are useful.",
    ),
    "too_many_rows": (
        "Le tableau dépasse {limit} lignes ; rien n'a été lu. Découpez le fichier, ou relevez « limits: rows » dans les réglages.",
        "The table has more than {limit} lines; nothing was read. Split the file, or raise “limits: rows” in the settings.",
    ),
    "no_rows": (
        "Le tableau n'a que des en-têtes ({headers}). Ajoutez une ligne par personne.",
        "The table has only headers ({headers}). Add one line per person.",
    ),
    "no_name_column": (
        'Aucune colonne ne dit de qui il s\'agit : ni nom, ni e-mail, ni identifiant parmi {headers}. Indiquez-la, par exemple --map "{headers[0]}=name".',
        'No column says who each line is about: no name, e-mail or identifier among {headers}. Say which, for example --map "{headers[0]}=name".',
    ),
    "column_unknown": (
        "Il n'y a pas de colonne {column:q}. Colonnes du fichier : {columns}.",
        "There is no column {column:q}. Columns of the file: {columns}.",
    ),
    "field_unknown": (
        "{field:q} n'est pas un champ de ce fichier. Champs possibles : {fields}, speaks_xx (langue).",
        "{field:q} is no field of this file. Possible fields: {fields}, speaks_xx (language).",
    ),
}

_LINE_OUT = ("La ligne est laissée de côté.", "The line is left out.")
_CELL_OUT = ("La ligne est gardée, sans cette réponse.", "The line is kept, without this answer.")


def _unreadable(french: str, english: str, to_do_fr: str, to_do_en: str) -> tuple[Three, Three]:
    return (french, _CELL_OUT[0], to_do_fr), (english, _CELL_OUT[1], to_do_en)


LINE_FAULTS: dict[str, tuple[Three, Three]] = {
    "too_many_cells": (
        ("{found} cellules pour {expected} en-têtes.", _LINE_OUT[0], "Mettez entre guillemets le texte qui contient le séparateur."),
        ("{found} cells for {expected} headers.", _LINE_OUT[1], "Put quotation marks around the text that holds the separator."),
    ),
    "too_few_cells": (
        ("{found} cellules pour {expected} en-têtes.", "Les dernières sont prises pour vides.", "Vérifiez que la ligne n'est pas coupée."),
        ("{found} cells for {expected} headers.", "The last ones are taken as empty.", "Check that the line is not cut."),
    ),
    "cell_cut": (
        ("Le texte fait {length} caractères.", "Les {limit} premiers sont gardés.", "Raccourcissez-le s'il doit être lu en entier."),
        ("The text is {length} characters long.", "The first {limit} are kept.", "Shorten it if it must be read whole."),
    ),
    "name_missing": (
        ("Ni nom, ni e-mail, ni identifiant.", _LINE_OUT[0], "Écrivez de qui il s'agit."),
        ("No name, no e-mail, no identifier.", _LINE_OUT[1], "Write who this is."),
    ),
    "formula_like": (
        ("{value:q} commence comme une formule de tableur.", "Le texte est gardé et neutralisé dans chaque fichier rendu.", "Vérifiez que c'est bien un nom."),
        ("{value:q} begins like a spreadsheet formula.", "The text is kept and neutralised in every file given back.", "Check that it really is a name."),
    ),
    "repeated_wish": (
        ("Le choix {value:q} est répété.", "Il compte une fois, à son meilleur rang.", "Rien à faire, sauf s'il remplaçait un autre choix."),
        ("The choice {value:q} is repeated.", "It counts once, at its best rank.", "Nothing to do, unless it stood for another choice."),
    ),
    "nothing_to_compare": (
        ("Aucune réponse à comparer : ni besoin, ni parcours, ni vœu.", "La personne est gardée, avec une confiance nulle.", "Complétez sa ligne."),
        ("No answer to compare: no need, no path, no wish.", "The person is kept, with no confidence.", "Complete the line."),
    ),
    "not_email": _unreadable("{value:q} n'est pas une adresse e-mail.", "{value:q} is not an e-mail address.",
                             "Écrivez nom@domaine.", "Write name@domain."),
    "not_truth": _unreadable("{value:q} ne veut dire ni oui ni non.", "{value:q} means neither yes nor no.",
                             "Écrivez oui ou non.", "Write yes or no."),
    "not_date": _unreadable("{value:q} n'est pas une date.", "{value:q} is not a date.",
                            "Écrivez 2026-11-23 ou 23/11/2026.", "Write 2026-11-23 or 23/11/2026."),
    "not_hours": _unreadable("{value:q} ne nomme aucun jour.", "{value:q} names no day.",
                             "Écrivez par exemple « lundi 18h-20h ; jeudi midi ».", "Write for example “Monday 18:00-20:00; Thursday lunch”."),
    "not_zone": _unreadable("{value:q} n'est pas un fuseau horaire connu.", "{value:q} is not a known time zone.",
                            "Écrivez par exemple Europe/Paris.", "Write for example Europe/Paris."),
    "not_modality": _unreadable("{value:q} ne dit ni présence ni distance.", "{value:q} says neither face to face nor remote.",
                                "Écrivez « présentiel », « distance » ou « les deux ».", "Write “in person”, “remote” or “both”."),
    "not_grade": _unreadable("{value:q} n'est pas sur l'échelle de cette colonne.", "{value:q} is not on the scale of this column.",
                             "Corrigez ce grade.", "Correct this grade."),
    "not_year": _unreadable("{value:q} n'est pas une année.", "{value:q} is not a year.", "Écrivez quatre chiffres.", "Write four figures."),
    "not_number": _unreadable("{value:q} n'est pas un nombre attendu ici.", "{value:q} is not a number expected here.",
                              "Écrivez un nombre en chiffres.", "Write a number in figures."),
    "not_minority": _unreadable("{value:q} ne dit pas si la personne est mineure.", "{value:q} does not say whether the person is a minor.",
                                "Écrivez oui, non, un âge ou une date de naissance.", "Write yes, no, an age or a date of birth."),
    "not_language": _unreadable("{value:q} n'est pas une langue connue.", "{value:q} is not a known language.",
                                "Écrivez son nom ou son code à deux lettres.", "Write its name or two-letter code."),
    "out_of_range": _unreadable("{value:q} n'est pas entre {low} et {high}.", "{value:q} is not between {low} and {high}.",
                                "Corrigez ce nombre.", "Correct this number."),
    "too_many_items": (
        ("La liste compte {count} éléments.", "Les {limit} premiers sont gardés.", "Gardez ce qui compte le plus."),
        ("The list has {count} items.", "The first {limit} are kept.", "Keep what matters most."),
    ),
    "duplicate_person": (
        ("Même personne et mêmes réponses que la ligne {first}.", _LINE_OUT[0], "Rien à faire, ou corrigez le nom si ce sont deux personnes."),
        ("Same person and same answers as line {first}.", _LINE_OUT[1], "Nothing to do, or correct the name if they are two people."),
    ),
    "duplicate_email": (
        ("Même adresse {email} que la ligne {first}.", "La première ligne est gardée, celle-ci est laissée de côté.", "Supprimez l'une des deux, ou corrigez l'adresse."),
        ("Same address {email} as line {first}.", "The first line is kept, this one is left out.", "Delete one of them, or correct the address."),
    ),
    "duplicate_id": (
        ("Même identifiant {id} que la ligne {first}.", "La première ligne est gardée, celle-ci est laissée de côté.", "Donnez à chaque personne son identifiant."),
        ("Same identifier {id} as line {first}.", "The first line is kept, this one is left out.", "Give each person an identifier of their own."),
    ),
    "homonym": (
        ("Même nom que la ligne {first}, avec d'autres réponses.", "Les deux lignes sont gardées, comme deux personnes.", "Ajoutez une colonne e-mail ou identifiant pour les distinguer."),
        ("Same name as line {first}, with other answers.", "Both lines are kept, as two people.", "Add an e-mail or identifier column to tell them apart."),
    ),
    "person_unknown": (
        ("{value:q} n'est le nom d'aucune personne des fichiers.", _CELL_OUT[0], "Écrivez l'identifiant, l'e-mail ou le nom exact."),
        ("{value:q} is nobody's name in the files.", _CELL_OUT[1], "Write the exact identifier, e-mail or name."),
    ),
}  # fmt: skip

# Headers of the two columns added to the lines given back: (French, English).
LINE_HEADS = (("Ligne", "À corriger"), ("Line", "To correct"))

COLUMN_WORDS: dict[bool, Both] = {
    True: ("ligne {line}, colonne {column:q}", "line {line}, column {column:q}"),
    False: ("ligne {line}", "line {line}"),
}

NOTES: dict[str, Both] = {
    "note.sheets": ("Feuille lue : {sheet:q} ; le classeur contient aussi {others}.", "Sheet read: {sheet:q}; the workbook also holds {others}."),
    "note.extension": ("{name} est en réalité un fichier {kind} ; il a été lu comme tel.", "{name} is really a {kind} file; it was read as such."),
    "note.encoding": ("Encodage ancien reconnu : {encoding}. Vérifiez les accents.", "Old encoding recognised: {encoding}. Check the accents."),
    "note.title_lines": ("Les en-têtes sont à la ligne {line} ; ce qui précède est pris pour un titre.", "Headers stand on line {line}; what comes before is taken for a title."),
    "note.lost_letters": (
        "{count} {count:ligne contient|lignes contiennent} des lettres illisibles (�). Enregistrez le fichier en UTF-8.",
        "{count} {count:line holds|lines hold} unreadable letters (�). Save the file as UTF-8.",
    ),
    "note.sensitive": (
        "{columns:Caractéristique sensible laissée|Caractéristiques sensibles laissées} de côté : {columns}. Elles ne pèsent jamais dans le score et leurs mots sont ôtés des textes libres. Pour suivre le souhait d'une personne mentorée, désignez vous-même « identity_wanted » et « identity ».",
        "Sensitive {columns:characteristic|characteristics} left out: {columns}. They never weigh in the score and their words are taken out of free texts. To follow a mentee's own wish, name “identity_wanted” and “identity” yourself.",
    ),
}  # fmt: skip

EVIDENCE: dict[str, Both] = {
    "evidence.header": ("l'en-tête le dit", "the header says so"),
    "evidence.header_hints": ("l'en-tête le laisse penser", "the header suggests it"),
    "evidence.header_holds": ("l'en-tête contient {word:q}", "the header holds {word:q}"),
    "evidence.header_near": ("l'en-tête ressemble à {word:q}", "the header looks like {word:q}"),
    "evidence.header_language": ("l'en-tête nomme une langue ({language})", "the header names a language ({language})"),
    "evidence.values_email": ("les valeurs sont des adresses e-mail", "the values are e-mail addresses"),
    "evidence.values_fit": ("{share:%} des valeurs se lisent comme {kind}", "{share:%} of the values read as {kind}"),
    "evidence.values_deny": ("{share:%} seulement des valeurs se lisent comme {kind}", "only {share:%} of the values read as {kind}"),
    "evidence.values_list": ("les valeurs sont des listes séparées par {separator}", "the values are lists separated by {separator}"),
    "evidence.values_year": ("{share:%} des valeurs sont des années", "{share:%} of the values are years"),
    "evidence.values_grade": ("les valeurs sont des grades connus", "the values are known grades"),
    "evidence.values_number": ("{share:%} des valeurs sont des nombres", "{share:%} of the values are numbers"),
    "evidence.values_truth": ("les valeurs sont oui ou non", "the values are yes or no"),
    "evidence.empty": ("la colonne est vide", "the column is empty"),
    "evidence.chosen": ("choisi par vous", "chosen by you"),
    "evidence.replaced": ("la colonne {column:q} a été choisie à sa place", "column {column:q} was chosen instead"),
    "evidence.taken": ("une autre colonne le dit mieux", "another column says it better"),
    "evidence.none": ("rien ne dit ce qu'elle contient", "nothing says what it holds"),
    "evidence.sensitive": ("caractéristique sensible : jamais dans le score", "sensitive characteristic: never in the score"),
    "evidence.constant": ("{value:q} sur toutes les lignes : ne distingue personne", "{value:q} on every line: tells no one apart"),
    "evidence.ranked": ("{count} colonnes numérotées à partir de {first:q} : des choix classés", "{count} numbered columns from {first:q}: ranked choices"),
}  # fmt: skip

KINDS: dict[str, Both] = {
    "email": ("une adresse e-mail", "an e-mail address"),
    "truth": ("oui ou non", "yes or no"),
    "number": ("un nombre", "a number"),
    "date": ("une date", "a date"),
    "scale": ("un nombre", "a number"),
    "hours": ("des heures de la semaine", "hours of the week"),
    "modality": ("présence ou distance", "face to face or remote"),
    "zone": ("un fuseau horaire", "a time zone"),
    "languages": ("des langues", "languages"),
    "place": ("un lieu", "a place"),
    "minority": ("oui, non, un âge ou une date", "yes, no, an age or a date"),
    "people": ("des noms de personnes", "names of people"),
    "name": ("un nom", "a name"),
    "skills": ("des compétences", "skills"),
    "words": ("des mots", "words"),
    "level": ("un grade, une année ou un nombre", "a grade, a year or a number"),
}

SEPARATORS: dict[str, Both] = {
    "\n": ("des retours à la ligne", "line breaks"),
}
