"""What people's own words speak of: themes, the occupations of ESCO and ROME nearest to a text.

    themes_of("Je veux apprendre à manager une équipe")   # {"1219.5": 1000, "M1402": 874, …}
    theme_label("M1402", "fr")                              # « Conseil en organisation et management … »

Explicit semantic analysis (Gabrilovich & Markovitch 2007): a text is the concepts whose descriptions use its words, in
French or in English alike. No model, nothing downloaded, whole numbers only: the same themes on every machine. The words
themselves are never compared, nor kept.
"""

from ithaque.pairing.themes.reading import MOST_THEMES, theme_label, themes_of

__all__ = ["MOST_THEMES", "theme_label", "themes_of"]
