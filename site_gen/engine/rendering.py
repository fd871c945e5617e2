"""Jobs to bytes: pages are rendered into a staging folder, in as many processes as there are, and moved in place later.

Nothing is seen in the output folder before every page is rendered: a template that fails leaves the former site whole.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
from jinja2 import Environment
from msgspec.structs import replace

from site_gen.content import possible_bodies
from site_gen.engine.placing import WHOLE
from site_gen.errors import BuildError
from site_gen.executor import Executor, Map, ordered_map
from site_gen.files import read_regular, write_new
from site_gen.model import Page
from site_gen.pages import context as contexts
from site_gen.render.environment import make_environment
from site_gen.render.rendering import render_page
from site_gen.trees import as_name

_BATCH = 50


class Job(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A page that has to be rendered."""

    path: str
    template: str
    kind: str
    """Name of the class of its context."""
    context: bytes
    origin: str
    text: str
    """The content file that holds its text, or empty."""
    text_digest: str
    former: bytes
    """SHA-256 of what stands at its place by our hand; empty where nothing does."""


class Rendered(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A page that was rendered."""

    path: str
    staged: str
    """Path of its file in the staging folder; empty where its bytes stand in the output folder already."""
    size: int
    digest: bytes
    seconds: float = 0.0
    """Spent on it: its text read, converted and put into the template, and the page staged."""
    template: str = ""


@dataclass(frozen=True, slots=True)
class Renderer:
    """Renders pages; what it is made of is sent to every process, which makes its own template engine of it."""

    templates: tuple[str, ...]
    """Folders of the user's templates."""
    lang: str
    signature: bytes
    """Digest of the templates: with another one another engine is made."""
    content: str
    """The content folder."""
    output: str
    staging: str
    compiled: str
    """Folder in which compiled templates are kept."""
    is_whole: bool = False
    """Whether there is no site yet, so that the staging folder may become it."""

    def __call__(self, batches: list[bytes]) -> list[bytes]:
        """Render batches of `Job`, encoded; the `Rendered` of each, encoded."""
        environment = _environment(self.templates, self.lang, self.signature, self.compiled)
        return [_encode([self._render(job, environment) for job in _decode_jobs(batch)]) for batch in batches]

    def _render(self, job: Job, environment: Environment) -> Rendered:
        began = time.perf_counter()
        name, size, digest = self._stage(job, environment)
        return Rendered(job.path, name, size, digest, time.perf_counter() - began, job.template)

    def _stage(self, job: Job, environment: Environment) -> tuple[str, int, bytes]:
        """Write a page into the staging folder: the name of the file, its size and digest."""
        data = render_page(environment, self.page(job)).data
        digest = sha256(data).digest()
        if not self.is_whole and holds(os.path.join(self.output, job.path), data):  # noqa: PTH118 - faster
            return "", len(data), digest
        return stage(self.staging, job.path, data, is_whole=self.is_whole), len(data), digest

    def page(self, job: Job) -> Page:
        """The page that a job asks for, with its text. Raises BuildError where the text changed under our hands."""
        context: Any = _decoder(job.kind).decode(job.context)
        if job.text:
            context = replace(context, body=self._body(job))
        return Page(job.path, job.template, context, job.origin)

    def _body(self, job: Job) -> str:
        name = os.path.join(self.content, as_name(job.text))  # noqa: PTH118 - faster
        data = read_regular(name)
        if data is None:
            try:
                data = Path(name).read_bytes()
            except OSError:
                data = b""
        for body in possible_bodies(data):
            if sha256(body.encode("utf-8", "surrogatepass")).hexdigest() == job.text_digest:
                return body
        raise BuildError(f"{job.origin}: was changed while the site was built; build again")


@cache
def _environment(
    templates: tuple[str, ...],
    lang: str,
    signature: bytes,  # noqa: ARG001 - a key
    compiled: str,
) -> Environment:
    """The engine of this process; another one for another signature, since an engine reads its templates once."""
    return make_environment([Path(name) for name in templates], lang, Path(compiled))


@cache
def _decoder(kind: str) -> Any:
    return msgspec.msgpack.Decoder(getattr(contexts, kind))


_encode = msgspec.msgpack.Encoder().encode
_decode_jobs = msgspec.msgpack.Decoder(list[Job]).decode
_decode_rendered = msgspec.msgpack.Decoder(list[Rendered]).decode


def stage(staging: str, path: str, data: bytes, *, is_whole: bool) -> str:
    """Put what is to stand at an output path into the staging folder: the path that it has there.

    In a whole site that is its own path below `site`. Where two pages want places that rule each other out, and
    elsewhere, it is one that no other page can have: whether there can be such pages is found out later.
    """
    if is_whole:
        with suppress(OSError):
            write_new(os.path.join(staging, WHOLE, path), data)  # noqa: PTH118 - many times faster than pathlib
            return f"{WHOLE}/{path}"
    name = sha256(path.encode()).hexdigest()[:32]
    write_new(os.path.join(staging, name[:2], name), data)  # noqa: PTH118
    return f"{name[:2]}/{name}"


def holds(path: str, data: bytes) -> bool:
    """Whether a regular file already holds these bytes."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError:
        return False
    try:
        return os.fstat(descriptor).st_size == len(data) and os.read(descriptor, len(data) + 1) == data
    except OSError:
        return False
    finally:
        os.close(descriptor)


def render(renderer: Renderer, jobs: Iterable[Job], executor: Executor, *, is_much: bool = False) -> Iterator[Rendered]:
    """Render pages in their order. Raises TemplateError for the first one that cannot be rendered."""
    job = Map(renderer, lambda batch: [batch], _lost)
    for _, results in ordered_map(job, _batches(jobs), executor, is_much=is_much):
        for result in results:
            yield from _decode_rendered(result)


def _batches(jobs: Iterable[Job]) -> Iterator[bytes]:
    batch: list[Job] = []
    for job in jobs:
        batch.append(job)
        if len(batch) >= _BATCH:
            yield _encode(batch)
            batch = []
    if batch:
        yield _encode(batch)


def _lost(batch: bytes) -> bytes:
    origins = ", ".join(job.origin for job in _decode_jobs(batch)[:3])
    raise BuildError(f"the process that rendered {origins} … died or hung; nothing was written")
