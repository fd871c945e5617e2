"""Forms of news agencies and publishers: NewsML-G2, NewsML 1.x, NITF, ninjs, IPTC 7901, ANPA 1312, Ritzau, mail."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from site_gen.errors import SiteGenError
from site_gen.ingest.formats.agency import anpa, iptc7901, mail, newsml_1, newsml_g2, ninjs, nitf, ritzau
from site_gen.ingest.formats.base import Document, Format, Reader, ReadOptions
from site_gen.model import Draft, Failure, LeftOut

__all__ = ["FORMATS"]


def _read_guarded(read: Reader, document: Document, options: ReadOptions) -> Iterator[Draft | Failure | LeftOut]:
    """What a reader yields, and a Failure for whatever its document makes it trip over."""
    try:
        yield from read(document, options)
    except SiteGenError:
        raise
    except Exception as error:  # noqa: BLE001 - documents are hostile, and one of them must never stop a run
        told = f"cannot be read ({type(error).__name__}); check whether it is what its name says"
        yield Failure(document.path, "parse", told)


FORMATS: tuple[Format, ...] = (
    Format("newsml-g2", newsml_g2.matches, read=partial(_read_guarded, newsml_g2.read)),
    Format("newsml", newsml_1.matches, read=partial(_read_guarded, newsml_1.read)),
    Format("nitf", nitf.matches, read=partial(_read_guarded, nitf.read)),
    Format("ritzau", ritzau.matches, read=partial(_read_guarded, ritzau.read)),
    Format("ninjs", ninjs.matches, read=partial(_read_guarded, ninjs.read)),
    Format("iptc7901", iptc7901.matches, read=partial(_read_guarded, iptc7901.read)),
    Format("anpa", anpa.matches, read=partial(_read_guarded, anpa.read)),
    Format("mail", mail.matches, read=partial(_read_guarded, mail.read)),
)
"""In the order in which they are asked. No two of them match the same bytes."""
