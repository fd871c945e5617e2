"""The templates of an archive: checked once for each state of their files, and handed to the renderers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from site_gen.config import Config
from site_gen.engine import stamps
from site_gen.engine.builds import Builds
from site_gen.render.assets import stylesheet
from site_gen.render.checking import check_templates, template_digests
from site_gen.render.environment import make_environment


@dataclass(frozen=True, slots=True)
class Templates:
    """The templates of an archive, checked, and its style sheet."""

    folders: tuple[str, ...]
    """Folders of the user's templates."""
    digests: Mapping[str, str]
    style_path: str
    style: bytes

    @classmethod
    def load(cls, root: Path, config: Config, builds: Builds, compiled: Path) -> Templates:
        """Those of an archive; checked only where their files are others than at the last build.

        Raises TemplateError.
        """
        folder = root / config.templates
        folders = (folder,) if folder.is_dir() else ()
        signature = stamps.template_stamp(root, config)
        digests = builds.kept("templates", signature, dict)
        if digests is None:
            environment = make_environment(folders, config.lang, compiled)
            check_templates(environment)
            digests = dict(template_digests(environment, config.lang))
            builds.keep("templates", signature, digests)
        return cls(tuple(str(folder) for folder in folders), digests, *stylesheet(folders))

    @property
    def signature(self) -> bytes:
        """One digest of all templates."""
        return sha256("".join(sorted(self.digests.values())).encode()).digest()
