"""Real workers in processes of their own, one of them killed, Redis emptied: nothing is lost."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection

from tests.kernel.tasks import samples

pytestmark = [pytest.mark.databases, pytest.mark.slow]
ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 180

MIGRATE = "from ithaque.cli.instance import migrate, open_instance; open_instance(); migrate()"
ENQUEUE = """
import sys
from ithaque.cli.instance import open_instance
open_instance()
from tests.kernel.tasks import samples
path = sys.argv[1]
for number in range(60):
    samples.note.enqueue(path, f"short-{number}")
for number in range(3):
    samples.fail_twice.enqueue(path, f"twice-{number}")
for number in range(4):
    samples.last.enqueue(path, f"long-{number}", 2)
"""
COUNT = """
import json
from ithaque.cli.instance import open_instance
open_instance()
from collections import Counter
from django_tasks_db.models import DBTaskResult
rows = DBTaskResult.objects.filter(task_path__startswith="tests.")
print(json.dumps(Counter(rows.values_list("status", flat=True))))
"""


class Instance:
    """An instance with its own folder and database, worked on by several processes."""

    def __init__(self, folder, settings):
        clean = {
            name: value for name, value in os.environ.items() if not name.startswith("ITHAQUE_")
        }
        clean.pop("DJANGO_SETTINGS_MODULE", None)
        self.folder = folder
        self.env = {
            **clean, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore",
            "ITHAQUE_DATA_DIR": str(folder / "data"), **settings,
        }  # fmt: skip

    def run(self, code, *arguments):
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments],
            env=self.env,
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def worker(self, number):
        command = [sys.executable, "-m", "tests.kernel.tasks.hasty_worker", "--concurrency", "2"]
        with (self.folder / f"worker-{number}.log").open("wb") as log:
            return subprocess.Popen(
                command, env=self.env, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT
            )

    def statuses(self):
        return json.loads(self.run(COUNT))

    def logs(self):
        return "\n".join(path.read_text()[-3000:] for path in self.folder.glob("worker-*.log"))


@contextmanager
def _redis(folder):
    program = shutil.which("redis-server") or shutil.which("valkey-server")
    assert program, "no Redis server on this machine: run `make test` once, or install redis-server"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)],
        stdout=subprocess.DEVNULL,
    )
    try:
        yield port
    finally:
        server.terminate()
        server.wait(timeout=10)


def _forget_everything(port):
    """Empty Redis, as when its machine is replaced."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as link:
        link.sendall(b"FLUSHALL\r\n")
        assert link.recv(16).startswith(b"+OK")


def _wait_until(happens, words, instance):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if happens():
            return
        time.sleep(0.3)
    raise AssertionError(f"{words}; rows: {instance.statuses()}\n{instance.logs()}")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """A database with its tables, of the kind this run is on, to make copies of."""
    folder = tmp_path_factory.mktemp("prepared")
    if connection.vendor == "sqlite":
        Instance(folder, {}).run(MIGRATE)
        yield folder / "data" / "ithaque.sqlite3"
        return
    import psycopg

    address = os.environ["ITHAQUE_DATABASE_URL"]
    name = f"prepared_{os.getpid()}"
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        Instance(folder, {"ITHAQUE_DATABASE_URL": _beside(address, name)}).run(MIGRATE)
        yield name
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def database(tmp_path, prepared):
    """A database of the test's own: the settings that lead to it."""
    if connection.vendor == "sqlite":
        (tmp_path / "data").mkdir()
        shutil.copy(prepared, tmp_path / "data")
        yield {}
        return
    import psycopg

    address = os.environ["ITHAQUE_DATABASE_URL"]
    name = f"killed_{os.getpid()}_{time.monotonic_ns()}"
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{prepared}"')
        yield {"ITHAQUE_DATABASE_URL": _beside(address, name)}
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _beside(address, name):
    return f"{address.rpartition('/')[0]}/{name}"


def _play(instance, lose=lambda: None):
    path = str(instance.folder / "lines")
    instance.run(ENQUEUE, path)
    first, second = instance.worker(1), instance.worker(2)
    try:
        _wait_until(
            lambda: any(line.endswith("-begun") for line in samples.lines(path)),
            "nothing began",
            instance,
        )
        first.send_signal(signal.SIGKILL)
        first.wait()
        lose()
        _wait_until(
            lambda: (
                sum(line.endswith("-done") for line in set(samples.lines(path))) == 4
                and sum(samples.lines(path).count(f"twice-{n}") >= 3 for n in range(3)) == 3
                and {f"short-{n}" for n in range(60)} <= set(samples.lines(path))
            ),
            "some tasks never ended",
            instance,
        )
        _wait_until(
            lambda: instance.statuses() == {"SUCCESSFUL": 67}, "some rows stay open", instance
        )
        second.send_signal(signal.SIGTERM)
        assert second.wait(timeout=30) == 0, instance.logs()
    finally:
        for worker in (first, second):
            if worker.poll() is None:
                worker.kill()
                worker.wait()


def test_killed_worker_on_the_database_loses_nothing(tmp_path, database):
    _play(Instance(tmp_path, database))


def test_killed_worker_and_emptied_redis_lose_nothing(tmp_path, database):
    with _redis(tmp_path) as port:
        settings = {
            **database,
            "ITHAQUE_TASKS": "celery",
            "ITHAQUE_REDIS_URL": f"redis://127.0.0.1:{port}/0",
        }
        _play(Instance(tmp_path, settings), lose=lambda: _forget_everything(port))


def test_task_asked_while_redis_is_down_runs_once_it_is_back(tmp_path, database):
    with _redis(tmp_path) as port:
        settings = {
            **database,
            "ITHAQUE_TASKS": "celery",
            "ITHAQUE_REDIS_URL": f"redis://127.0.0.1:{port}/0",
        }
    instance = Instance(tmp_path, settings)
    path = str(tmp_path / "lines")
    enqueue = ENQUEUE.split("for number")[0] + "samples.note.enqueue(path, 'kept')"
    instance.run(enqueue, path)
    with _redis(tmp_path) as again:
        instance.env["ITHAQUE_REDIS_URL"] = f"redis://127.0.0.1:{again}/0"
        worker = instance.worker(1)
        try:
            _wait_until(lambda: samples.lines(path) == ["kept"], "the task never ran", instance)
        finally:
            worker.terminate()
            worker.wait(timeout=30)
