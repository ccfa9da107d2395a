"""The sheet in which the metadata of many articles is edited at once."""
