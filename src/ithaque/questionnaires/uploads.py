"""Which files answer a question: their kinds, told by their bytes and never by their name, and their size."""

from __future__ import annotations

from django.conf import settings

from ithaque.questionnaires.schema import Question

DOCUMENTS = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".odt": "application/vnd.oasis.opendocument.text",
}
IMAGES = {".jpg": "image/jpeg", ".png": "image/png", ".webp": "image/webp"}
MEGABYTES = 5
"""How large a file may be when the question does not say."""


def kinds_of(question: Question) -> dict[str, str]:
    """Return the media types accepted, by extension."""
    return DOCUMENTS | IMAGES if question.images else DOCUMENTS


def accept_of(question: Question) -> str:
    """Return the extensions accepted, as a browser wants them."""
    return ",".join(kinds_of(question))


def most_bytes(question: Question) -> int:
    """Return how large a file may be, never above what the instance takes."""
    return int(min((question.limit or MEGABYTES) * 2**20, settings.UPLOAD_MAX_BYTES))
