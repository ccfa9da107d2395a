"""The concordance: every hit of a query in its line, sorted by the words beside it, ticked and tagged."""
