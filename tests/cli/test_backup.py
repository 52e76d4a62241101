"""A backup brings back exactly what was saved, on both databases, and refuses what it cannot prove."""

import gzip
import io
import json
import shutil
import tarfile

import pytest
from django.contrib.auth import get_user_model
from django.db import connection

from ithaque.cli.archive import BackupError, databases, restore, write
from ithaque.cli.demo import empty
from ithaque.kernel import files
from ithaque.kernel.models import StoredFile

pytestmark = [pytest.mark.databases, pytest.mark.django_db(transaction=True)]
Person = get_user_model()


@pytest.fixture(autouse=True)
def instance(settings, tmp_path):
    """A data folder of the test's own, with a key."""
    settings.DATA_DIR = tmp_path / "data"
    settings.PRIVATE_FILES_DIR = settings.DATA_DIR / "files"
    settings.DATA_DIR.mkdir()
    (settings.DATA_DIR / "secret_key").write_text("k" * 64)
    return settings.DATA_DIR


@pytest.fixture
def saved(tmp_path):
    """A backup of an instance with one person and one file."""
    Person.objects.create_user("claire@ithaque.example", first_name="Claire", last_name="Éluard")
    files.keep("Curriculum vitæ\n".encode(), name="cv.txt")
    target = tmp_path / "saved.tar.zst"
    write(target)
    return target


@pytest.mark.parametrize("suffix", [".tar.gz", ".tar.zst"])
def test_restore_brings_back_rows_files_and_key(tmp_path, instance, suffix):
    Person.objects.create_user("claire@ithaque.example", first_name="Claire", last_name="Éluard")
    kept = files.keep("Curriculum vitæ\n".encode(), name="cv.txt")
    before = databases.row_counts()
    manifest = write(tmp_path / f"all{suffix}")
    assert manifest.rows == before

    Person.objects.create_user("late@ithaque.example")
    Person.objects.filter(first_name="Claire").update(last_name="Changed")
    files.discard(kept)
    files.keep(b"later\n", name="later.txt")
    (instance / "secret_key").write_text("lost")

    restore(tmp_path / f"all{suffix}", force=True)

    assert databases.row_counts() == before
    assert Person.objects.get().last_name == "Éluard"
    assert files.read(StoredFile.objects.get()).decode() == "Curriculum vitæ\n"
    assert (instance / "secret_key").read_text() == "k" * 64
    assert [path.name for path in (instance / "files").rglob("*") if path.is_file()] == [
        StoredFile.objects.get().public_id.hex
    ]


def test_restored_instance_takes_new_rows(saved):
    restore(saved, force=True)
    Person.objects.create_user("new@ithaque.example")
    assert Person.objects.count() == 2


def test_backup_is_for_its_owner_alone(saved):
    assert saved.stat().st_mode & 0o077 == 0


def test_instance_with_people_is_not_replaced_unless_forced(saved):
    Person.objects.update(last_name="Kept")
    with pytest.raises(BackupError, match="already holds people"):
        restore(saved)
    assert Person.objects.get().last_name == "Kept"


def test_empty_instance_is_filled_without_force(saved):
    empty()
    assert not Person.objects.exists()
    restore(saved)
    assert Person.objects.get().first_name == "Claire"


def test_backup_never_overwrites(saved):
    before = saved.read_bytes()
    with pytest.raises(BackupError, match="exists already"):
        write(saved)
    assert saved.read_bytes() == before


def test_backup_with_another_ending_is_refused(tmp_path):
    with pytest.raises(BackupError, match=r"\.tar\.gz or \.tar\.zst"):
        write(tmp_path / "all.zip")
    assert not (tmp_path / "all.zip").exists()


def test_backup_into_a_missing_folder_says_so(tmp_path):
    with pytest.raises(BackupError, match="cannot be written"):
        write(tmp_path / "absent" / "all.tar.gz")


def _rewrite(source, target, change):
    """Copy a backup, passing each member's bytes through `change(name, content)`; None leaves it out."""
    import zstandard

    with (
        source.open("rb") as raw,
        tarfile.open(fileobj=zstandard.ZstdDecompressor().stream_reader(raw), mode="r|") as old,
        gzip.open(target, "wb") as packed,
        tarfile.open(fileobj=packed, mode="w|") as new,
    ):
        for member in old:
            content = change(member.name, old.extractfile(member).read())
            if content is not None:
                member.size = len(content)
                new.addfile(member, io.BytesIO(content))
    return target


def _manifest(**changes):
    def change(name, content):
        if name != "manifest.json":
            return content
        return json.dumps({**json.loads(content), **changes}).encode()

    return change


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            lambda name, content: content + b"x" if "files/" in name else content,
            "damaged or altered",
        ),
        (lambda name, content: None if "files/" in name else content, "cut short or altered"),
        (lambda name, content: None if name == "manifest.json" else content, "no manifest"),
        (lambda name, content: b"{" if name == "manifest.json" else content, "cannot be read"),
        (_manifest(format=99), "newer Ithaque"),
        (_manifest(migrations={"people": ["9999_future"]}), "does not know people.9999_future"),
        (_manifest(database="oracle"), "holds a oracle database"),
        (_manifest(members={}), "does not know"),
    ],
)
def test_doubtful_backup_changes_nothing(tmp_path, saved, change, words):
    doubtful = _rewrite(saved, tmp_path / "doubtful.tar.gz", change)
    Person.objects.update(last_name="Kept")
    with pytest.raises(BackupError, match=words):
        restore(doubtful, force=True)
    assert Person.objects.get().last_name == "Kept"
    assert StoredFile.objects.count() == 1
    assert files.read(StoredFile.objects.get())


def test_member_outside_the_folder_is_refused(tmp_path, saved):
    trap = tmp_path / "trap.tar.gz"
    with gzip.open(trap, "wb") as packed, tarfile.open(fileobj=packed, mode="w|") as archive:
        info = tarfile.TarInfo("../../escaped")
        info.size = 1
        archive.addfile(info, io.BytesIO(b"x"))
    with pytest.raises(BackupError, match="outside its folder"):
        restore(trap, force=True)


@pytest.mark.parametrize("ending", ["cut", "text", "empty"])
def test_file_that_is_no_backup_is_refused(tmp_path, saved, ending):
    content = {"cut": saved.read_bytes()[:-200], "text": b"hello", "empty": b""}[ending]
    path = tmp_path / "no.tar.zst"
    path.write_bytes(content)
    with pytest.raises(BackupError):
        restore(path, force=True)
    assert Person.objects.exists()


def test_missing_file_is_named(tmp_path):
    with pytest.raises(BackupError, match="does not exist"):
        restore(tmp_path / "absent.tar.gz")


def test_missing_client_programs_are_named(monkeypatch, tmp_path):
    if connection.vendor != "postgresql":
        monkeypatch.setattr(databases, "MEMBERS", {})
        words = "only SQLite and PostgreSQL"
    else:
        monkeypatch.setattr(shutil, "which", lambda _: None)
        words = "postgresql-client"
    with pytest.raises(BackupError, match=words):
        write(tmp_path / "all.tar.gz")
