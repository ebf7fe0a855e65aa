"""Templates: jinja2 with nothing in it but ours, and everything they show escaped.

The one home of jinja2, which is loaded when the first page is made. Templates word;
they decide nothing. They see frozen records and the filters they are given, and what
they write that is not `Markup` is escaped: a template is safe without doing anything
for it.
"""

from __future__ import annotations

import marshal
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Final

from vaultkit.frozen import Frozen
from vaultkit.pages.markup import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from types import CodeType

    from jinja2 import BytecodeCache, Environment
    from jinja2.bccache import Bucket
    from jinja2.compiler import Frame
    from jinja2.nodes import Concat, Template
    from jinja2.runtime import Context

ALLOWED_FILTERS: Final = frozenset({"first", "last", "length", "list", "map"})
"""The filters of jinja2 that templates keep; none of them marks text as safe."""

MISSING: Final = object()
ROWS: Final = "pages/_rows.md.j2"
"""The template with the macros of rows."""

PAGE: Final = ".j2"
"""How the names of templates end that are compiled; the others are plain text."""


def filled(
    templates: Mapping[str, str],
    name: str,
    filters: Mapping[str, Callable[..., object]],
    values: Mapping[str, object],
) -> str:
    """Return a template filled in, without trailing spaces and with single blank lines.

    Raises:
        Exception: One of `failures()`, if the template is wrong.
    """
    body = _environment(templates, filters).get_template(name).render(values)
    lines = "\n".join(map(str.rstrip, body.split("\n")))
    while "\n\n\n" in lines:
        lines = lines.replace("\n\n\n", "\n\n")
    return lines.strip("\n")


def row(
    templates: Mapping[str, str],
    name: str,
    filters: Mapping[str, Callable[..., object]],
    one: object,
) -> str:
    """Return one row, as a macro words it that stands among those of `ROWS`."""
    return _row(_environment(templates, filters), one, name)


def _row(environment: Environment, one: object, name: str) -> str:
    macros = vars(environment.get_template(ROWS).module)
    if name.startswith("_") or name not in macros:
        raise LookupError(name)
    said: str = macros[name](one)
    return said


def failures() -> tuple[type[Exception], ...]:
    """Return what a template can fail with: jinja2's errors, and what they let by."""
    from jinja2 import TemplateError  # noqa: PLC0415  # jinja2 is loaded late

    odd = (TypeError, ValueError, LookupError, AttributeError)
    return (TemplateError, *odd, RecursionError, SyntaxError)


def tree_of(source: str) -> Template:
    """Return what a template consists of, for tests that look for what it must not."""
    return _environment({}, {}).parse(source)


def _environment(
    templates: Mapping[str, str], filters: Mapping[str, Callable[..., object]]
) -> Environment:
    """Return jinja2 with nothing in it but our templates and filters.

    Strict about what is undefined, and without globals. One for each page, since the
    filters of a macro are those it was loaded with.
    """
    from jinja2 import DictLoader, StrictUndefined  # noqa: PLC0415  # loaded late

    environment = _sandbox()(
        loader=DictLoader(dict(templates)),
        undefined=StrictUndefined,
        finalize=_finalized(),
        autoescape=True,
        optimized=False,  # nothing in a template is constant but its text
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        bytecode_cache=_compiled(),
    )
    environment.globals.clear()
    for name in environment.filters.keys() - ALLOWED_FILTERS:
        del environment.filters[name]
    environment.filters.update(filters)
    if "row" in filters:
        environment.filters["row"] = _printing(filters["row"])
    return environment


def _printing(remembered: Callable[..., object]) -> Callable[..., object]:
    """Return the filter that prints a row, if it is not remembered."""
    from jinja2 import pass_environment  # noqa: PLC0415  # loaded late

    @pass_environment
    def printing(environment: Environment, one: object, name: str) -> object:
        said = remembered(one, name)
        return _row(environment, one, name) if said is None else said

    return printing


@cache
def _sandbox() -> type[Environment]:
    """Return jinja2's sandbox without the operators that put text together.

    jinja2 would escape HTML in what `~`, `+` or `%` adds to marked text, and nothing
    of Markdown.
    """
    from jinja2.compiler import CodeGenerator  # noqa: PLC0415  # loaded late
    from jinja2.sandbox import (  # noqa: PLC0415  # loaded late
        ImmutableSandboxedEnvironment,
    )

    class Generator(CodeGenerator):
        def visit_Concat(self, node: Concat, frame: Frame) -> None:  # noqa: ARG002, N802  # jinja2's own name
            self.fail("put values side by side instead of joining them", node.lineno)

    class Sandbox(ImmutableSandboxedEnvironment):
        code_generator_class = Generator
        intercepted_binops = frozenset({"+", "%", "*", "**", "//"})

        def getattr(self, obj: object, attribute: str) -> object:
            # Records are all fields; what jinja2 asks of each costs most of a page.
            record = isinstance(obj, Frozen) or hasattr(obj, "__dataclass_fields__")
            if record and attribute[0] != "_":
                found = getattr(obj, attribute, MISSING)
                if found is not MISSING:
                    return found
            return super().getattr(obj, attribute)

        def call_binop(
            self, context: Context, operator: str, left: object, right: object
        ) -> object:
            if isinstance(left, str) or isinstance(right, str):
                raise TypeError(operator)
            return super().call_binop(context, operator, left, right)

    return Sandbox


def compiled(templates: Mapping[str, str], filters: Iterable[str]) -> bytes:
    """Return the pages' templates compiled, for `know` in another process.

    Args:
        templates: Every template's text by its name.
        filters: The names of the filters that there will be.
    """
    environment = _environment(templates, dict.fromkeys(filters, _unknown))
    for name in templates:
        if name.endswith(PAGE):
            with suppress(*failures()):  # said of its page, when that is made
                environment.get_template(name)
    return marshal.dumps(_known())


def prepared() -> int:
    """Return how many templates are compiled already."""
    return len(_known())


def known(templates: Mapping[str, str]) -> tuple[int, bytes]:
    """Return how many of these templates are compiled, and those, for `know`."""
    if not prepared():
        return 0, b""
    cache = _compiled()
    keys = {
        (cache.get_cache_key(name), cache.get_source_checksum(text))
        for name, text in templates.items()
    }
    found = {key: code for key, code in _known().items() if key in keys}
    return len(found), marshal.dumps(found)


def know(compiled: bytes) -> int:
    """Take over templates compiled by a program like this one; return how many.

    Args:
        compiled: What `compiled` or `known` returned.
    """
    found = marshal.loads(compiled)  # noqa: S302  # our own, made by this program
    _known().update(found)
    return len(found)


def _unknown(*_: object) -> str:
    """Stand for a filter: what it would say of a constant is not known yet."""
    raise TypeError


@cache
def _known() -> dict[tuple[str, str], CodeType]:
    """Return the templates compiled in this process, by their names and texts."""
    return {}


@cache
def _compiled() -> BytecodeCache:
    """Return the memory of templates compiled in this process."""
    from jinja2 import BytecodeCache  # noqa: PLC0415  # loaded late

    class Memory(BytecodeCache):
        def load_bytecode(self, bucket: Bucket) -> None:
            bucket.code = _known().get((bucket.key, bucket.checksum))

        def dump_bytecode(self, bucket: Bucket) -> None:
            if bucket.code is not None:
                _known()[bucket.key, bucket.checksum] = bucket.code

    return Memory()


def _finalized() -> Callable[[object], str]:
    """Return what every value passes before it is written.

    jinja2 escapes HTML in what its own `Markup` does not hold, so whatever is Markdown
    by then is handed over as that; what a macro returns is that already.
    """
    from markupsafe import Markup as Done  # noqa: PLC0415  # jinja2's, loaded late

    def finalize(value: object) -> str:
        if isinstance(value, Done):
            return value
        if isinstance(value, Markup):
            return Done(value)  # noqa: S704  # escaped, or written by us
        if isinstance(value, str):
            return Done(escape(value))  # noqa: S704  # escaped just here
        if isinstance(value, int) and not isinstance(value, bool):
            return Done(value)  # noqa: S704  # digits
        raise TypeError(type(value).__name__)

    return finalize
