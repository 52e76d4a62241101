"""The command `ithaque`: each part has its help, starts only what it needs, and speaks in words."""

import os
import socket
import subprocess
import sys

import pytest
from click.testing import CliRunner

from ithaque.cli import COMMANDS, main
from tests.support.site import serve


def _ithaque(*arguments, **settings):
    clean = {name: value for name, value in os.environ.items() if not name.startswith("ITHAQUE_")}
    clean.pop("DJANGO_SETTINGS_MODULE", None)
    return subprocess.run(
        [sys.executable, "-m", "ithaque", *arguments],
        env={**clean, **settings}, capture_output=True, text=True, timeout=120,
    )  # fmt: skip


def test_help_lists_every_command_without_loading_one():
    code = "import sys; from ithaque.cli import main; main(['--help'], standalone_mode=False); print('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.rstrip().endswith("False")
    assert all(f"\n  {name} " in done.stdout for name in COMMANDS)


@pytest.mark.parametrize("name", [name for name in COMMANDS if name != "manage"])
def test_command_has_its_help(name):
    shown = CliRunner().invoke(main, [name, "--help"])
    assert shown.exit_code == 0
    assert "--help" in shown.output
    assert len(shown.output.splitlines()) > 3


def test_unknown_command_is_said():
    shown = CliRunner().invoke(main, ["sreve"])
    assert shown.exit_code == 2
    assert "No such command 'sreve'" in shown.output


@pytest.mark.slow
def test_first_start_prints_a_code_and_is_ready(tmp_path):
    with serve(tmp_path / "data") as site:
        assert "Nobody runs this instance yet" in site.printed
        assert f"{site.url}/set-up" in site.printed
        seen = _ithaque("check", ITHAQUE_DATA_DIR=str(site.folder), ITHAQUE_SITE_URL=site.url)
        assert "1 worker(s) alive" in seen.stdout
        assert seen.returncode == 0, seen.stdout
    assert site.printed.rstrip().endswith("Stopped; nothing is lost.")
    assert (tmp_path / "data").stat().st_mode & 0o077 == 0


@pytest.mark.slow
def test_port_already_taken_is_said(tmp_path):
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        done = _ithaque("serve", "--port", str(port), ITHAQUE_DATA_DIR=str(tmp_path))
    assert done.returncode == 1
    assert f"--port {port + 1}" in done.stderr


@pytest.mark.slow
def test_several_processes_without_redis_are_refused(tmp_path):
    done = _ithaque("serve", "--workers", "2", "--port", "0", ITHAQUE_DATA_DIR=str(tmp_path))
    assert done.returncode == 1
    assert "ITHAQUE_REDIS_URL=redis://" in done.stderr


@pytest.mark.slow
def test_backup_of_one_folder_is_restored_into_another_by_the_command(tmp_path):
    first, second, file = tmp_path / "first", tmp_path / "second", tmp_path / "all.tar.zst"
    for folder in (first, second):
        done = _ithaque("manage", "migrate", "--verbosity", "0", ITHAQUE_DATA_DIR=str(folder))
        assert done.returncode == 0, done.stderr
    create = ("manage", "shell", "--verbosity", "0", "--command")
    code = "from ithaque.people.models import Person; Person.objects.create_user('claire@ithaque.example')"
    assert _ithaque(*create, code, ITHAQUE_DATA_DIR=str(first)).returncode == 0
    done = _ithaque("backup", str(file), ITHAQUE_DATA_DIR=str(first))
    assert done.returncode == 0, done.stderr
    done = _ithaque("restore", str(file), ITHAQUE_DATA_DIR=str(second))
    assert done.returncode == 0, done.stderr
    code = "from ithaque.people.models import Person; print(Person.objects.get().email)"
    assert "claire@ithaque.example" in _ithaque(*create, code, ITHAQUE_DATA_DIR=str(second)).stdout
    assert (second / "secret_key").read_text() == (first / "secret_key").read_text()
    refused = _ithaque("restore", str(file), ITHAQUE_DATA_DIR=str(second))
    assert refused.returncode == 1
    assert "--force" in refused.stderr


@pytest.mark.slow
def test_check_says_what_to_write_for_an_instance_not_ready(tmp_path):
    done = _ithaque(
        "check", ITHAQUE_DATA_DIR=str(tmp_path), ITHAQUE_DEVELOPMENT="true", ITHAQUE_TASKS="immediate",
        ITHAQUE_EMAIL_URL="smtp://127.0.0.1:1",
    )  # fmt: skip
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    for words in (
        "Remove ITHAQUE_DEVELOPMENT",
        "Type: ithaque manage migrate",
        "Check ITHAQUE_EMAIL_URL",
        "ITHAQUE_EMAIL_FROM=",
        "Remove ITHAQUE_TASKS",
    ):
        assert words in done.stdout


@pytest.mark.slow
def test_check_stops_at_settings_that_cannot_be_read(tmp_path):
    done = _ithaque("check", ITHAQUE_DATA_DIR=str(tmp_path), ITHAQUE_LANGUAGE="de")
    assert done.returncode == 1
    assert "ITHAQUE_LANGUAGE: 'de' cannot be used" in done.stdout
    assert "database" not in done.stdout
