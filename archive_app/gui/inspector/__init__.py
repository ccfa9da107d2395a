"""The inspector: the selected passage or the open article in detail, and the codebook below it."""
