"""How often a task is tried, and how long to wait in between."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import django_tasks


@dataclass(frozen=True)
class Policy:
    """At most `attempts` runs; the wait before the n-th retry is `first_wait * factor ** (n - 1)`."""

    attempts: int = 4
    first_wait: timedelta = timedelta(seconds=15)
    factor: int = 4

    def wait_after(self, attempt: int) -> timedelta:
        """Return the wait after this many attempts, a tenth more or less so that retries spread out."""
        return self.first_wait * self.factor ** (attempt - 1) * random.uniform(0.9, 1.1)  # noqa: S311


USUAL = Policy()
_policies: dict[str, Policy] = {}


def task(
    *, attempts: int = USUAL.attempts, first_wait: timedelta = USUAL.first_wait, **options: Any
) -> Callable[[Callable[..., Any]], Any]:
    """Declare a background task: tried `attempts` times, first again after `first_wait`.

    `options` are those of `django_tasks.task` (priority, queue_name, takes_context).
    """

    def declare(function: Callable[..., Any]) -> Any:
        _policies[f"{function.__module__}.{function.__qualname__}"] = Policy(attempts, first_wait)
        return django_tasks.task(**options)(function)

    return declare


def policy_of(task_path: str) -> Policy:
    """Return the policy of the task at this path."""
    return _policies.get(task_path, USUAL)
