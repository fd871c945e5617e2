"""What is remembered between runs, in `.site-gen/`: losing it costs time and some caution, never correctness."""

from site_gen.state.database import STATE_FOLDER, State
from site_gen.state.ledger import Filed, FileRecord, Ledger, Refusal, Stored

__all__ = ["STATE_FOLDER", "FileRecord", "Filed", "Ledger", "Refusal", "State", "Stored"]
