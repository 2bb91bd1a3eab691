"""The history of the database's shape; run by Alembic as the owner role."""
