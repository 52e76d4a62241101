"""`ithaque mail`: a mail handed over by a server is kept, once; a folder is read at once."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from tests.correspondence.samples import answer
from tests.support.imap import imap_server
from tests.support.site import serve


def ithaque(folder, *arguments, stdin=b"", **settings):
    return subprocess.run(
        [sys.executable, "-m", "ithaque", "mail", *arguments],
        input=stdin,
        env={"ITHAQUE_DATA_DIR": str(folder), "PATH": "/usr/bin:/bin", **settings},
        capture_output=True,
        timeout=120,
    )  # fmt: skip


def kept(folder):
    with closing(sqlite3.connect(folder / "ithaque.sqlite3")) as database:
        return database.execute("SELECT marked_as FROM correspondence_incomingmail").fetchall()


@pytest.mark.slow
def test_mail_handed_over_or_read_in_a_folder_is_kept_once(tmp_path):
    with serve(tmp_path / "data", "--no-tasks") as site:
        mail = answer().as_bytes()
        for _time in range(2):
            done = ithaque(site.folder, "receive", "--recipient", "a+b@c.example", stdin=mail)
            assert done.returncode == 0, done.stderr
        assert kept(site.folder) == [("a+b@c.example",)]
        with imap_server() as (url, folder):
            folder.add(mail)
            folder.add(answer("autre").as_bytes())
            done = ithaque(site.folder, "fetch", ITHAQUE_MAIL_INTAKE_URL=url)
        assert done.stdout == b"2 new mail(s).\n"
        assert len(kept(site.folder)) == 2


def test_server_is_told_to_try_later_when_the_mail_cannot_be_kept(tmp_path):
    done = ithaque(tmp_path / "empty", "receive", stdin=b"From: a@b.example\n\nx")
    assert done.returncode == 75
    assert b"kept for later" in done.stderr


def test_folder_that_is_not_set_is_said(tmp_path):
    done = ithaque(tmp_path / "empty", "fetch")
    assert done.returncode == 1
    assert b"ITHAQUE_MAIL_INTAKE_URL=imaps://" in done.stderr
