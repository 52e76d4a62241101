"""`ithaque backup` and `ithaque restore`: the whole instance in one file, and back."""

from __future__ import annotations

from pathlib import Path

import click

from ithaque.cli.instance import open_instance, pending_migrations
from ithaque.cli.terminal import progress_bar


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup(file: Path) -> None:
    """Write the whole instance into FILE (.tar.zst or .tar.gz), while it runs.

    Holds the database, the private files, the generated key, and a manifest with versions and hashes.
    It holds personal data: keep it as carefully as the instance itself.
    """
    open_instance()
    pending_migrations()
    from ithaque.cli.archive import BackupError, write

    try:
        with progress_bar("Backup") as progress:
            manifest = write(file, progress)
    except BackupError as error:
        raise click.ClickException(str(error)) from error
    rows = sum(manifest.rows.values())
    size = file.stat().st_size / 2**20
    click.echo(f"{file}: {len(manifest.members)} members, {rows} rows, {size:.1f} MB")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--force", is_flag=True, help="Replace the people and files of this instance.")
def restore(file: Path, force: bool) -> None:
    """Bring the instance back from FILE, once every hash of its manifest is checked.

    Stop `ithaque serve` and `ithaque worker` first. Refuses to replace an instance that holds people,
    unless --force is given.
    """
    open_instance()
    pending_migrations()
    from ithaque.cli.archive import BackupError
    from ithaque.cli.archive import restore as bring_back

    try:
        with progress_bar("Restore") as progress:
            manifest = bring_back(file, force=force, progress=progress)
    except BackupError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Restored the instance of {manifest.made_at} (Ithaque {manifest.product}).")
