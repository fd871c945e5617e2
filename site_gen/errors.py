"""Every error that site-gen raises on purpose.

    SiteGenError
    ├── ConfigError        site.toml or topics are wrong (all problems at once); exit status 2
    ├── PlanError          the planned pages cannot be written (collisions, bad paths); nothing was written
    ├── TemplateError      a template is missing, broken or asked for what its context lacks
    ├── OutputError        output/ cannot be used or written
    ├── BuildError         what a build reads changed while it ran, or a process of it died
    ├── ClusterError       the machines of a cluster cannot be used; nothing was written
    ├── BusyError          another run is at work on the archive; exit status 75
    ├── LabelError         a file of labels holds rows that cannot be used (all of them); exit status 2
    ├── QuarantineError    a document that is named is not in quarantine, or its file is gone
    └── MissingExtraError  a feature needs an optional extra that is not installed

A document or content file that cannot be read is no exception but a `model.Failure`: it never stops a run.
Each class passes all its arguments to `super().__init__`, so that it survives pickling between processes.
"""

from __future__ import annotations


class SiteGenError(Exception):
    """Any error that site-gen raises on purpose; its text says where, what, and what to do."""

    exit_code = 1


class ConfigError(SiteGenError):
    """The configuration has problems: all of them, a line each."""

    exit_code = 2

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__(problems)
        self.problems = problems

    def __str__(self) -> str:
        return "\n".join(self.problems)


class PlanError(SiteGenError):
    """The planned pages cannot be written as they are: all problems, a line each."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__(problems)
        self.problems = problems

    def __str__(self) -> str:
        return "\n".join(self.problems)


class TemplateError(SiteGenError):
    """A template cannot be compiled or rendered."""

    def __init__(self, template: str, line: int | None, message: str, page: str | None = None) -> None:
        super().__init__(template, line, message, page)
        self.template = template
        self.line = line
        self.message = message
        self.page = page

    def __str__(self) -> str:
        where = f"{self.template}:{self.line}" if self.line else self.template
        page = f" (while rendering {self.page})" if self.page else ""
        return f"{where}: {self.message}{page}"


class OutputError(SiteGenError):
    """The output folder cannot be used or a file in it cannot be written."""


class BuildError(SiteGenError):
    """A build could not be carried through, and nothing was written; it can be tried again."""


class ClusterError(SiteGenError):
    """The scheduler or the workers of a cluster cannot be used as they are."""


class BusyError(SiteGenError):
    """Another run of site-gen is at work on the same archive."""

    exit_code = 75


class LabelError(SiteGenError):
    """Rows of a file of labels cannot be used: all of them, a line each."""

    exit_code = 2

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__(problems)
        self.problems = problems

    def __str__(self) -> str:
        return "\n".join(self.problems)


class QuarantineError(SiteGenError):
    """Documents cannot be retried: they are not in quarantine, or their files are gone."""

    exit_code = 2

    def __init__(self, unknown: tuple[str, ...], gone: tuple[str, ...]) -> None:
        super().__init__(unknown, gone)
        self.unknown = unknown
        self.gone = gone

    def __str__(self) -> str:
        lines = [f"{name}: is not in quarantine; see: site-gen quarantine list" for name in self.unknown]
        lines += [f"{name}: is gone; put it back (.site-gen/quarantine/ may hold a copy)" for name in self.gone]
        return "\n".join(lines)


class MissingExtraError(SiteGenError):
    """A feature needs an optional extra that is not installed."""

    def __init__(self, feature: str, extra: str) -> None:
        super().__init__(feature, extra)
        self.feature = feature
        self.extra = extra

    def __str__(self) -> str:
        return f"{self.feature} needs an extra: pip install 'site-gen[{self.extra}]'"
