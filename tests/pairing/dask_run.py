"""Solve on a Dask cluster of worker processes and print the record's hash: run by `test_executors.py`, apart from it.

A cluster brings its own threads, signals and warnings; a process of its own keeps them out of the tests.
"""

from __future__ import annotations

import hashlib

from distributed import Client, LocalCluster

from ithaque.pairing.record import to_bytes

from .test_executors import large


def main() -> None:
    """Print the hash of the record of the problem the tests solve too."""
    cluster = LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    )
    with cluster, Client(cluster) as client:
        record = large().solve(executor=client.get_executor()).record()
        workers = {str(pid) for pid in client.run(_pid).values()}
    print(len(workers), hashlib.sha256(to_bytes(record)).hexdigest())


def _pid() -> int:
    import os

    return os.getpid()


if __name__ == "__main__":
    main()
