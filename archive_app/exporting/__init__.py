"""CSV and every other way out, one writer per format."""
