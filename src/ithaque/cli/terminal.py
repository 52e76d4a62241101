"""What the commands show while they work: a bar or a spinner, plain lines when nobody watches."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click

Progress = Callable[[int, int, str], None]


def console_status(text: str) -> Any:
    """Return a context that shows a spinner (a line when the output is not a terminal)."""
    from rich.console import Console

    console = Console()
    if not console.is_terminal:
        click.echo(f"{text} …")
    return console.status(f"{text} …")


@contextmanager
def progress_bar(title: str) -> Iterator[Progress]:
    """Give a function `progress(done, total, label)` that moves a bar in the terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    console = Console()
    if not console.is_terminal:
        click.echo(f"{title} …")
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=not console.is_terminal) as bar:
        task = bar.add_task(title, total=None)

        def progress(done: int, total: int, label: str = "") -> None:
            bar.update(task, completed=done, total=total or None, description=label or title)

        yield progress
