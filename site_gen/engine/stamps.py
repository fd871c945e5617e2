"""Digests of what every page depends on beside the content: the code, the settings, the templates."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import asdict, replace
from hashlib import sha256
from pathlib import Path

import site_gen
from site_gen.config import Config
from site_gen.render.defaults import default_template_folder
from site_gen.trees import tree_digest, walk_tree
from site_gen.versions import version_of

_LIBRARIES = ("babel", "jinja2", "markdown", "markupsafe", "msgspec", "nh3", "python-slugify", "pyyaml")
_WITHOUT_EFFECT = ("inbox", "fields", "output", "executor", "scheduler")
"""Settings that no page depends on."""


def release_digest() -> str:
    """What this installation is: the same wherever the same versions of the program and its libraries are installed."""
    whole = sha256(f"{sys.version_info[:2]}\0".encode())
    for name in _LIBRARIES:
        whole.update(f"{name} {version_of(name)}\0".encode())
    for folder, accept in ((Path(site_gen.__file__).parent, _is_code), (default_template_folder(), None)):
        whole.update(contents_digest(folder, accept).encode())
    return whole.hexdigest()


def contents_digest(folder: Path, accept: Callable[[str], bool] | None = None) -> str:
    """A digest of what the files of a folder hold, which is the same on every machine; empty where it is not there."""
    whole = sha256()
    for found in walk_tree(folder, accept or bool):
        for name, size, *_ in found.files:
            if size >= 0:  # nothing but regular files
                data = (folder / found.path / name).read_bytes()
                whole.update(f"{found.path}/{name}\0".encode("utf-8", "surrogateescape") + sha256(data).digest())
    return whole.hexdigest()


def code_stamp(config: Config) -> bytes:
    """What the tables are made by: this version of the program and of its libraries, and the settings that matter."""
    whole = sha256(f"{sys.version}\0{config.lang}\0{config.keyword_min_articles}\0{config.content}\0".encode())
    whole.update(config.topics.shown.digest.encode())
    for name in _LIBRARIES:
        whole.update(f"{name} {version_of(name)}\0".encode())
    for folder in walk_tree(Path(site_gen.__file__).parent, _is_code):
        whole.update(f"{folder.path}\0".encode() + folder.digest)
    return whole.digest()


def _is_code(name: str) -> bool:
    return name.endswith((".py", ".po", ".json"))


def template_stamp(root: Path, config: Config) -> bytes:
    """The templates as the file system describes them."""
    ours, users = tree_digest(default_template_folder()), tree_digest(root / config.templates)
    return sha256(config.lang.encode() + b"\0" + ours + users).digest()


def design_stamp(root: Path, config: Config) -> bytes:
    """Settings and templates: a change plans every page anew."""
    seen = replace(config, topics=config.topics.shown)
    settings = {name: value for name, value in asdict(seen).items() if name not in _WITHOUT_EFFECT}
    return sha256(repr(sorted(settings.items())).encode() + template_stamp(root, config)).digest()
