"""Small counts as one writes them in a sentence."""

from django.utils.translation import pgettext_lazy

# In French the feminine, since what is counted so is: situations, escales, semaines, rencontres.
WORDS = (
    pgettext_lazy("feminine count", "no"),
    pgettext_lazy("feminine count", "one"),
    pgettext_lazy("feminine count", "two"),
    pgettext_lazy("feminine count", "three"),
    pgettext_lazy("feminine count", "four"),
    pgettext_lazy("feminine count", "five"),
    pgettext_lazy("feminine count", "six"),
    pgettext_lazy("feminine count", "seven"),
    pgettext_lazy("feminine count", "eight"),
    pgettext_lazy("feminine count", "nine"),
)


def in_words(number: int) -> str:
    """Return a word up to nine, figures beyond (“cinq”, “12”)."""
    return str(WORDS[number]) if 0 <= number < len(WORDS) else str(number)
