"""The database's own index over the words of messages, made after each migration when it is not there.

Not a migration: SQLite drops the triggers of a table whenever a later migration remakes it.
"""

from __future__ import annotations

from typing import Any

from django.db import connections

TABLE = "mentoring_message_search"
_ADD = f"INSERT INTO {TABLE}(rowid, words) VALUES (new.message_id, new.words);"  # noqa: S608 - our own names
_DROP = f"INSERT INTO {TABLE}({TABLE}, rowid, words) VALUES ('delete', old.message_id, old.words);"  # noqa: S608
TRIGGERS = {
    "mentoring_words_added": f"AFTER INSERT ON mentoring_messagewords BEGIN {_ADD} END",
    "mentoring_words_removed": f"AFTER DELETE ON mentoring_messagewords BEGIN {_DROP} END",
    "mentoring_words_changed": f"AFTER UPDATE ON mentoring_messagewords BEGIN {_DROP} {_ADD} END",
}
SQLITE = (
    f"CREATE VIRTUAL TABLE IF NOT EXISTS {TABLE} USING fts5("
    "words, content='mentoring_messagewords', content_rowid='message_id')"
)
POSTGRESQL = (
    f"CREATE INDEX IF NOT EXISTS {TABLE} ON mentoring_messagewords "
    "USING gin (to_tsvector('simple', words))"
)


def see_to_index(using: str = "default", **_kwargs: Any) -> None:
    """Make the index of an instance's database, or its triggers again; do nothing when all is there."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if "mentoring_messagewords" not in connection.introspection.table_names(cursor):
            return
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL)
            return
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        missing = TRIGGERS.keys() - {name for (name,) in cursor.fetchall()}
        if not missing:
            return
        cursor.execute(SQLITE)
        for name in sorted(missing):
            cursor.execute(f"CREATE TRIGGER {name} {TRIGGERS[name]}")
        cursor.execute(f"INSERT INTO {TABLE}({TABLE}) VALUES ('rebuild')")  # noqa: S608 - our own names
