"""What is written in several entries of the journal, as an import is, becomes one step of Undo.

Entries from before stand each for itself, as they always did.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("journal_entry", sa.Column("goes_on", sa.Integer(), nullable=True))
    op.create_index("journal_entry_goes_on", "journal_entry", ["goes_on"], unique=False)
