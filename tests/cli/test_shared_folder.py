"""Server, workers and commands start together on one folder: none refuses because of another."""

from concurrent.futures import ThreadPoolExecutor

from ithaque.cli.instance import make_private


def test_folder_tried_by_many_at_once_is_usable_to_all_and_left_empty(tmp_path):
    folder = tmp_path / "data"
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda _: make_private(folder), range(400)))
    assert list(folder.iterdir()) == []
    assert folder.stat().st_mode & 0o077 == 0
