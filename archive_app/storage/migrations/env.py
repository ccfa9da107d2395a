"""What Alembic runs: migrations on the connection that ``storage.schema.migrate`` hands over."""

from alembic import context
from sqlmodel import SQLModel

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    # The caller's transaction is the one; Alembic must not commit between steps.
    transaction_per_migration=False,
    transactional_ddl=False,
)
context.run_migrations()
