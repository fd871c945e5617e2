"""Templates made flat before they are compiled: what is inherited and what is imported is written into them.

A page then runs one function in place of dozens: its blocks stand where its base has them, and a macro's text where the
macro is called. What is written stays the same; a template that does something whose meaning could change is left as it
is, and a test compares the two.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar, cast

from jinja2 import Environment, TemplateError, nodes
from jinja2.visitor import NodeTransformer

_Node = TypeVar("_Node", bound=nodes.Node)
Load = Callable[[str], nodes.Template]
"""The parsed template of a name."""
_DEPTH = 8
"""How many templates may extend one another."""
AS_WRITTEN = "as written"
_OF_BLOCKS = frozenset(("self", "super", "caller", "varargs", "kwargs"))
_ISOLATED = (nodes.For, nodes.With, nodes.Macro, nodes.CallBlock, nodes.FilterBlock, nodes.AssignBlock, nodes.Scope)
_HOLDER = re.compile(r"%\((\w+)\)s|%%")


class _LeaveError(Exception):
    """The template is not of a kind that can be made flat."""


def flatten(tree: nodes.Template, load: Load, translate: Callable[[str], str] | None) -> nodes.Template:
    """A template with the same text that needs no other; where that cannot be had, `tree` on bases as they are written.

    These have blocks, which flat ones have not: they are known to the engine with `AS_WRITTEN` before their names.
    """
    try:
        whole = _inherited(tree, load)
        flat = _Inliner(whole, load, translate).inlined()
    except (_LeaveError, TemplateError, UnicodeDecodeError):  # what is wrong with another template is told elsewhere
        return as_written(tree)
    return flat


def as_written(tree: nodes.Template) -> nodes.Template:
    """A template that has its blocks, on bases that have theirs."""
    for extends in tree.find_all(nodes.Extends):
        name = extends.template
        if isinstance(name, nodes.Const) and not str(name.value).startswith(f"{AS_WRITTEN}/"):
            name.value = f"{AS_WRITTEN}/{name.value}"
    return tree


# --- inheritance


def _inherited(tree: nodes.Template, load: Load) -> nodes.Template:
    """A template with its blocks in the places that its base gives them."""
    blocks: dict[str, list[nodes.Block]] = {}
    before: list[nodes.Node] = []
    base = tree
    for _ in range(_DEPTH):
        extends: nodes.Extends | None = None
        for node in base.find_all((nodes.Extends, nodes.Block)):
            if isinstance(node, nodes.Extends):
                extends = node
            elif isinstance(node, nodes.Block):
                if node.scoped or node.required:
                    raise _LeaveError
                blocks.setdefault(node.name, []).append(node)
        if extends is None:
            break
        if not isinstance(extends.template, nodes.Const) or not any(extends is node for node in base.body):
            raise _LeaveError
        before = [*_statements(base), *before]
        base = load(extends.template.value)
    else:
        raise _LeaveError
    if any(True for part in base.find_all(_ISOLATED) for _ in part.find_all(nodes.Block)):
        raise _LeaveError
    return _like(base, nodes.Template([*before, *_Blocks(blocks).placed(base.body)]))


def _statements(child: nodes.Template) -> Iterator[nodes.Node]:
    """What a child does before its base is written: names that it sets, imports and defines."""
    for node in child.body:
        if isinstance(node, (nodes.Assign, nodes.Import, nodes.FromImport, nodes.Macro)):
            yield clone(node)
        elif isinstance(node, nodes.Output):
            # Between blocks there is nothing but white space; what has an effect or could come before the base is not.
            if not all(isinstance(part, nodes.TemplateData) and not part.data.strip() for part in node.nodes):
                raise _LeaveError
        elif not isinstance(node, (nodes.Extends, nodes.Block)):
            raise _LeaveError


class _Blocks(NodeTransformer):
    """Puts the text of blocks in the place of blocks, of `self.name()` and of `super()`."""

    def __init__(self, blocks: Mapping[str, Sequence[nodes.Block]]) -> None:
        self._blocks = blocks
        """Of each name those that replace one another, the last word first."""
        self._open: list[tuple[str, int]] = []

    def placed(self, body: Iterable[nodes.Node]) -> list[nodes.Node]:
        """A body without blocks."""
        found: list[nodes.Node] = []
        for node in body:
            done = self.visit(clone(node))
            found += done if isinstance(done, list) else [done]
        return found

    def visit_Block(self, node: nodes.Block) -> nodes.Node:  # noqa: N802 - named by Jinja
        return self._text(node.name, 0, node)

    def visit_Output(self, node: nodes.Output) -> list[nodes.Node]:  # noqa: N802 - named by Jinja
        return _split(node, self._of_block, self.visit)

    def _of_block(self, expression: nodes.Expr) -> list[nodes.Node] | None:
        """The text of a block that is called by `self` or `super`."""
        if not isinstance(expression, nodes.Call) or _arguments(expression):
            return None
        called = expression.node
        if isinstance(called, nodes.Name) and called.name == "super" and self._open:
            name, level = self._open[-1]
            return [self._text(name, level + 1, expression)]
        if isinstance(called, nodes.Getattr) and isinstance(called.node, nodes.Name) and called.node.name == "self":
            return [self._text(called.attr, 0, expression)]
        return None

    def _text(self, name: str, level: int, at: nodes.Node) -> nodes.Node:
        if level >= len(self._blocks.get(name, ())) or (name, level) in self._open:
            raise _LeaveError
        self._open.append((name, level))
        body = self.placed(self._blocks[name][level].body)
        self._open.pop()
        return _like(at, nodes.Scope(body))


# --- macros


@dataclass(frozen=True, slots=True)
class _Module:
    """The macros of an imported template."""

    macros: Mapping[str, nodes.Macro] = field(default_factory=dict)


class _Inliner(NodeTransformer):
    """Puts the text of imported macros in the place of their calls."""

    def __init__(self, tree: nodes.Template, load: Load, translate: Callable[[str], str] | None) -> None:
        self._tree = tree
        self._load = load
        self._translate = translate
        self._modules: dict[str, _Module] = {}
        self._open: list[nodes.Macro] = []
        self._closed: dict[nodes.Macro, bool] = {}
        self._owned: dict[nodes.Macro, set[str]] = {}
        self._home = ""
        """The name under which the module is known whose macro is being written."""

    def inlined(self) -> nodes.Template:
        """The template without calls that could be written out."""
        names = [name.name for name in self._tree.find_all(nodes.Name)]
        if _OF_BLOCKS.intersection(names):
            raise _LeaveError
        stored = [name.name for name in self._tree.find_all(nodes.Name) if name.ctx != "load"]
        sources: dict[str, set[str]] = {}
        for found in self._tree.find_all(nodes.Import):
            if not isinstance(found.template, nodes.Const) or found.with_context or found.target in stored:
                raise _LeaveError
            sources.setdefault(found.target, set()).add(found.template.value)
        for target, templates in sources.items():
            if len(templates) == 1:
                self._modules[target] = _module(self._load(next(iter(templates))))
        tree = cast("nodes.Template", self.visit(self._tree))
        called = {name.name for name in tree.find_all(nodes.Name)}
        tree.body = [node for node in tree.body if not isinstance(node, nodes.Import) or node.target in called]
        return tree

    def visit_Output(self, node: nodes.Output) -> list[nodes.Node]:  # noqa: N802 - named by Jinja
        return _split(node, self._written, self.visit)

    def visit_Name(self, node: nodes.Name) -> nodes.Node:  # noqa: N802 - named by Jinja
        """A macro beside the one that is being written is known here by way of its module."""
        if node.ctx == "load" and self._is_neighbour(node.name):
            return _like(node, nodes.Getattr(_like(node, nodes.Name(self._home, "load")), node.name, "load"))
        return node

    def _written(self, expression: nodes.Expr) -> list[nodes.Node] | None:
        """What stands in the place of an expression that is written; None where it stays."""
        if not isinstance(expression, nodes.Call):
            return None
        pieces = self._translated(expression)
        if pieces is not None:
            return pieces
        home, name = self._called(expression)
        macro = self._modules[home].macros.get(name) if home else None
        if macro is None or any(macro is other for other in self._open):
            return None
        given = _given(macro, expression)
        if given is None or not self._is_closed(macro, home):
            return None
        values = [cast("nodes.Expr", self.visit(clone(value))) for value in given.values()]
        before, self._home = self._home, home
        self._open.append(macro)
        body = [part for node in macro.body for part in _listed(self.visit(clone(node)))]
        self._open.pop()
        self._home = before
        targets: list[nodes.Expr] = [_like(expression, nodes.Name(target, "param")) for target in given]
        return [_like(expression, nodes.With(targets, values, body))]

    def _called(self, call: nodes.Call) -> tuple[str, str]:
        """The module and the name of the macro that a call is of, empty where it is of none."""
        if isinstance(call.node, nodes.Name) and self._is_neighbour(call.node.name):
            return self._home, call.node.name
        if isinstance(call.node, nodes.Getattr) and isinstance(call.node.node, nodes.Name):
            module = call.node.node.name
            if module in self._modules:
                return module, call.node.attr
        return "", ""

    def _is_neighbour(self, name: str) -> bool:
        """Whether a name is that of a macro beside the one that is being written, which has nothing of its name."""
        return bool(self._open) and name in self._modules[self._home].macros and name not in self._own(self._open[-1])

    def _is_closed(self, macro: nodes.Macro, home: str) -> bool:
        """Whether a macro uses nothing but what it is given, what it sets, its neighbours, and what all templates know.

        A name that it lacks would be one of the caller's, where its text stands.
        """
        if macro not in self._closed:
            environment = cast("Environment", self._tree.environment)
            known = self._own(macro) | self._modules[home].macros.keys() | environment.globals.keys() | {"loop"}
            used = {name.name for name in macro.find_all(nodes.Name)}
            self._closed[macro] = used <= known and not used & _OF_BLOCKS
        return self._closed[macro]

    def _own(self, macro: nodes.Macro) -> set[str]:
        """The names that a macro is given or sets."""
        if macro not in self._owned:
            stored = {name.name for name in macro.find_all(nodes.Name) if name.ctx != "load"}
            self._owned[macro] = stored | {name.name for name in macro.args}
        return self._owned[macro]

    def _translated(self, call: nodes.Call) -> list[nodes.Node] | None:
        """`_("By %(names)s", names=…)` as text, with what is filled in between."""
        is_format = (
            self._translate is not None
            and isinstance(call.node, nodes.Name)
            and call.node.name in ("_", "gettext")
            and len(call.args) == 1
            and isinstance(call.args[0], nodes.Const)
            and isinstance(call.args[0].value, str)
            and not (call.dyn_args or call.dyn_kwargs)
        )
        if not is_format or self._translate is None:
            return None
        text = self._translate(cast("nodes.Const", call.args[0]).value)
        values = {pair.key: pair.value for pair in call.kwargs}
        if "%" in _HOLDER.sub("", text) or {found for found in _HOLDER.findall(text) if found} != values.keys():
            return None
        parts: list[nodes.Expr] = []
        end = 0
        for found in _HOLDER.finditer(text):
            parts.append(_like(call, nodes.TemplateData(text[end : found.start()] + ("" if found[1] else "%"))))
            if found[1]:
                parts.append(clone(values[found[1]]))
            end = found.end()
        parts.append(_like(call, nodes.TemplateData(text[end:])))
        return _listed(self.visit(_like(call, nodes.Output(parts))))


def _module(tree: nodes.Template) -> _Module:
    """The macros of a template that holds nothing else."""
    macros: dict[str, nodes.Macro] = {}
    for node in tree.body:
        if isinstance(node, nodes.Macro):
            macros[node.name] = node
        elif not isinstance(node, nodes.Output):
            return _Module()
    return _Module(macros)


def _given(macro: nodes.Macro, call: nodes.Call) -> dict[str, nodes.Expr] | None:
    """What a call gives for each parameter; None where that is not plain to see."""
    if call.dyn_args or call.dyn_kwargs or len(call.args) > len(macro.args):
        return None
    names = [argument.name for argument in macro.args]
    defaults = dict(zip(names[len(names) - len(macro.defaults) :], macro.defaults, strict=True))
    given = dict(zip(names, call.args, strict=False))
    for pair in call.kwargs:
        if pair.key not in names or pair.key in given:
            return None
        given[pair.key] = pair.value
    for name in names:
        if name not in given:
            default = defaults.get(name)
            if not isinstance(default, nodes.Const):
                return None
            given[name] = default
    return {name: given[name] for name in names}


# --- nodes


def _split(
    node: nodes.Output,
    replacement: Callable[[nodes.Expr], list[nodes.Node] | None],
    visit: Callable[[nodes.Expr], nodes.Expr],
) -> list[nodes.Node]:
    """An output as several: with something else where `replacement` gives it, the rest visited."""
    found: list[nodes.Node] = []
    waiting: list[nodes.Expr] = []
    for part in node.nodes:
        other = replacement(part)
        if other is None:
            waiting.append(visit(part))
            continue
        if waiting:
            found.append(_like(node, nodes.Output(waiting)))
            waiting = []
        found += other
    if waiting:
        found.append(_like(node, nodes.Output(waiting)))
    return found


def _arguments(call: nodes.Call) -> bool:
    return bool(call.args or call.kwargs or call.dyn_args or call.dyn_kwargs)


def _listed(found: nodes.Node | Sequence[nodes.Node]) -> list[nodes.Node]:
    return [found] if isinstance(found, nodes.Node) else list(found)


def _like(other: nodes.Node, node: _Node) -> _Node:
    """A new node with the place and the engine of another; what is below it has them already."""
    node.lineno = other.lineno
    node.environment = other.environment
    return node


def clone(node: _Node) -> _Node:
    """A copy of a node and of all below it."""
    copy = type(node)(*[_copied(getattr(node, name)) for name in node.fields])
    copy.lineno = node.lineno
    copy.environment = node.environment
    return copy


def _copied(value: object) -> object:
    if isinstance(value, nodes.Node):
        return clone(value)
    return [_copied(item) for item in value] if isinstance(value, list) else value
