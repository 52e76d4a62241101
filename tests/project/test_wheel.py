"""`pip install .` gives everything the product needs: templates, static files, catalogues, contents."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = {"__pycache__"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel, built away from the work tree so that nothing stale gets in."""
    source = tmp_path_factory.mktemp("source")
    for name in ("src", "requirements"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for path in ROOT.glob("*.*"):
        if path.is_file():
            shutil.copy(path, source)
    for name in ("LICENSE", "NOTICE"):
        if (ROOT / name).exists():
            shutil.copy(ROOT / name, source)
    done = subprocess.run(
        [sys.executable, "-c", "import setuptools.build_meta as b; print(b.build_wheel('dist'))"],
        cwd=source, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    (path,) = (source / "dist").glob("*.whl")
    with zipfile.ZipFile(path) as archive:
        yield archive


@pytest.mark.slow
def test_wheel_holds_every_file_of_the_package(wheel):
    ours = {
        path.relative_to(ROOT / "src").as_posix()
        for path in (ROOT / "src" / "ithaque").rglob("*")
        if path.is_file() and not LEFT_OUT & set(path.parts) and path.suffix != ".pyc"
    }
    assert sorted(ours - set(wheel.namelist())) == []


@pytest.mark.slow
def test_wheel_holds_nothing_of_the_workshop(wheel):
    tops = {name.split("/")[0] for name in wheel.namelist()}
    assert all(top == "ithaque" or top.endswith(".dist-info") for top in tops)


@pytest.mark.slow
def test_wheel_declares_its_command_and_its_needs(wheel):
    (info,) = {name.split("/")[0] for name in wheel.namelist() if ".dist-info/" in name}
    assert "ithaque = ithaque.cli:main" in wheel.read(f"{info}/entry_points.txt").decode()
    metadata = wheel.read(f"{info}/METADATA").decode()
    assert "Requires-Dist: django<5.3,>=5.2" in metadata.replace(", ", ",").lower().replace(
        "requires-dist", "Requires-Dist"
    )
    assert "Provides-Extra: celery" in metadata
    assert "pytest" not in metadata
