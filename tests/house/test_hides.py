"""Wherever something is hidden or shown again, the security log says so: here, or in each deed that leads there."""

import ast
from collections.abc import Iterator, Mapping

import pytest

from tests.house.sources import HOUSE, files

#: A place in the source: the module's name, and the function's (or that of a table of functions).
Place = tuple[str, str]
_LOGS = {"log", "log_all"}


def _places(sources: Mapping[str, str]) -> dict[Place, ast.AST]:
    """Each function, and each table at the top of a module, which may lead to functions too."""
    found: dict[Place, ast.AST] = {}
    for module, source in sources.items():
        for node in ast.parse(source).body:
            match node:
                case ast.FunctionDef(name=name):
                    found[module, name] = node
                case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                    found[module, name] = node
    return found


def _imported(source: str) -> dict[str, Place]:
    """What a module took in from another by its own name."""
    return {
        one.asname or one.name: (node.module.rsplit(".", 1)[-1], one.name)
        for node in ast.parse(source).body
        if isinstance(node, ast.ImportFrom) and node.module
        for one in node.names
    }


def _names(module: str, node: ast.AST) -> Iterator[Place]:
    """What is called or handed on inside, by the module where it lives."""
    for one in ast.walk(node):
        match one:
            case ast.Attribute(value=ast.Name(id=other), attr=name, ctx=ast.Load()):
                yield other, name
            case ast.Name(id=name, ctx=ast.Load()):
                yield module, name


def _hides(node: ast.AST) -> bool:
    written = (one for one in ast.walk(node) if isinstance(getattr(one, "ctx", None), ast.Store))
    keys = (key for one in ast.walk(node) if isinstance(one, ast.Dict) for key in one.keys)
    named = (one.arg for one in ast.walk(node) if isinstance(one, ast.keyword))
    return (
        any(isinstance(one, ast.Attribute) and one.attr == "hidden_at" for one in written)
        or any(isinstance(key, ast.Constant) and key.value == "hidden_at" for key in keys)
        or "hidden_at" in named
    )


def silent(sources: Mapping[str, str]) -> tuple[set[Place], set[Place]]:
    """Where ``hidden_at`` is written, and the deeds that come there without a line in the log."""
    places = _places(sources)
    taken_in = {module: _imported(source) for module, source in sources.items()}
    refers = {
        place: {
            taken_in[place[0]].get(name, (where, name)) if where == place[0] else (where, name)
            for where, name in _names(place[0], node)
        }
        for place, node in places.items()
    }

    def logs(place: Place, seen: frozenset[Place] = frozenset()) -> bool:
        inside = refers[place]
        if any(("record", name) in inside for name in _LOGS):
            return True
        own = {one for one in inside if one[0] == place[0] and one in places} - seen - {place}
        return any(logs(one, seen | {place}) for one in own)

    def unlogged(place: Place, seen: frozenset[Place]) -> set[Place]:
        if logs(place):
            return set()
        leading = {other for other, inside in refers.items() if place in inside} - seen
        return set().union(*(unlogged(one, seen | {place}) for one in leading)) if leading else {place}

    hiding = {place for place, node in places.items() if _hides(node)}
    return hiding, set().union(*(unlogged(place, frozenset()) for place in hiding))


def _actions() -> dict[str, str]:
    return {path.stem: path.read_text("utf-8") for path in files(HOUSE / "actions", "*.py")}


@pytest.mark.case("LG-01")
def test_whatever_is_hidden_or_shown_again_leaves_a_line_in_the_security_log():
    hiding, found = silent(_actions())
    assert found == set()
    tables = {"moderation", "need_rulings", "files", "initiative_decisions", "wording_decisions", "judging_together"}
    assert {module for module, _name in hiding} == tables


@pytest.mark.case("LG-01")
@pytest.mark.parametrize("module", ["moderation", "need_rulings", "files", "initiative_decisions", "wording_decisions"])
def test_a_deed_without_the_line_is_found(module):
    sources = _actions()
    sources[module] = sources[module].replace('    log(ctx, "hide"', '    str(ctx, "hide"')
    assert silent(sources)[1] != set()


@pytest.mark.case("LG-01")
def test_a_helper_that_hides_is_answered_for_by_each_of_those_who_call_it():
    sources = {**_actions(), "newcomer": "def show(ctx, row):\n    files.shown_again(row)\n"}
    assert silent(sources)[1] == {("newcomer", "show")}
