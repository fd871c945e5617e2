"""What is remembered between runs, in `.site-gen/`: losing it costs time and some caution, never correctness."""

from site_gen.state.database import STATE_FOLDER, STATE_NAME, State
from site_gen.state.ledger import Dated, Filed, FileRecord, Ledger, Listed, Refusal, Stored

__all__ = [
    "STATE_FOLDER",
    "STATE_NAME",
    "Dated",
    "FileRecord",
    "Filed",
    "Ledger",
    "Listed",
    "Refusal",
    "State",
    "Stored",
]
