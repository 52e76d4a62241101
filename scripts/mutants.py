"""Change one thing at a time in a module and see whether its tests notice: `docs/develop/mutation.md`.

    .venv/bin/python scripts/mutants.py ithaque.pairing.fairness tests/pairing/test_fairness.py [--most 60]

Each mutant lives in a process of its own and only in memory: no file is touched. Those that survive are printed.
"""

from __future__ import annotations

import argparse
import ast
import copy
import importlib.machinery
import importlib.util
import os
import random
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

SECONDS = 120
SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.Add: ast.Sub, ast.Sub: ast.Add,
    ast.Mult: ast.Add, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult, ast.And: ast.Or, ast.Or: ast.And,
    ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip


def mutants(tree: ast.Module) -> Iterator[tuple[int, str, ast.Module]]:
    """Yield every mutant of a module: its line, what was changed, the whole tree."""
    for number, node in enumerate(ast.walk(tree)):
        for what in changes(node):
            other = copy.deepcopy(tree)
            twin = next(one for k, one in enumerate(ast.walk(other)) if k == number)
            line, said = apply(twin, what)
            yield line, said, other


def changes(node: ast.AST) -> Iterator[str]:
    """Yield what can be changed of one node."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in SWAPS:
        yield "compare"
    elif isinstance(node, (ast.BinOp, ast.BoolOp, ast.AugAssign)) and type(node.op) in SWAPS:
        yield "operator"
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "not"
    elif isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
        yield "constant"
    elif isinstance(node, (ast.Break, ast.Continue)):
        yield "jump"
    elif isinstance(node, ast.If):
        yield "never"


def apply(node: ast.AST, what: str) -> tuple[int, str]:
    """Change a node in place; return its line and what was done."""
    before = ast.unparse(node).split("\n")[0]
    if what == "compare":
        assert isinstance(node, ast.Compare)
        node.ops[0] = SWAPS[type(node.ops[0])]()  # type: ignore[assignment]
    elif what == "operator":
        assert isinstance(node, (ast.BinOp, ast.BoolOp, ast.AugAssign))
        node.op = SWAPS[type(node.op)]()  # type: ignore[assignment]
    elif what == "not":
        assert isinstance(node, ast.UnaryOp)
        node.operand, node.op = ast.UnaryOp(ast.Not(), node.operand), ast.Not()
    elif what == "constant":
        assert isinstance(node, ast.Constant)
        value = node.value
        node.value = (not value) if isinstance(value, bool) else value + 1  # type: ignore[operator]
    elif what == "jump":
        node.__class__ = ast.Pass  # type: ignore[assignment]
    else:
        assert isinstance(node, ast.If)
        node.test = ast.Constant(False)
    ast.fix_missing_locations(node)
    after = ast.unparse(node).split("\n")[0]
    return getattr(node, "lineno", 0), f"{before}  ->  {after}"


def survives(name: str, tree: ast.Module, tests: list[str]) -> bool:
    """Return whether the tests pass with the module changed, in a process of its own."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    signal.alarm(SECONDS)
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    plain = importlib.machinery.SourceFileLoader.get_code

    def changed(loader: importlib.machinery.SourceFileLoader, fullname: str) -> object:
        if fullname == name:
            return compile(ast.fix_missing_locations(tree), loader.path, "exec")
        return plain(loader, fullname)

    importlib.machinery.SourceFileLoader.get_code = changed  # type: ignore[method-assign,assignment]
    import pytest

    os._exit(
        int(
            pytest.main(
                [
                    "-x",
                    "-q",
                    "-p",
                    "no:xdist",
                    "-p",
                    "no:randomly",
                    "-p",
                    "no:cacheprovider",
                    *tests,
                ]
            )
        )
    )


def main() -> None:
    """Try the mutants asked for and print those that survive."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("module")
    parser.add_argument("tests", nargs="+")
    parser.add_argument("--most", type=int, default=10_000, help="mutants tried, drawn at random")
    given = parser.parse_args()
    found = importlib.util.find_spec(given.module.rpartition(".")[0])
    assert found is not None
    assert found.submodule_search_locations is not None
    path = Path(found.submodule_search_locations[0], f"{given.module.rpartition('.')[2]}.py")
    whole = ast.parse(path.read_text(encoding="utf-8"))
    if not survives(given.module, whole, given.tests):
        sys.exit("the tests fail on the module as it is")
    every = list(mutants(whole))
    drawn = random.Random(1).sample(every, min(given.most, len(every)))
    alive = 0
    for line, said, tree in sorted(drawn, key=lambda one: one[0]):
        if survives(given.module, tree, given.tests):
            alive += 1
            print(f"{path.name}:{line}: {said}", flush=True)
    print(
        f"{given.module}: {len(drawn) - alive} of {len(drawn)} mutants killed ({len(every)} in all)"
    )


if __name__ == "__main__":
    for heavy in ("numpy", "scipy.sparse", "scipy.optimize", "django"):
        importlib.import_module(heavy)
    main()
