"""The full-text index: schema, indexer process, query language, executor, snippets."""
