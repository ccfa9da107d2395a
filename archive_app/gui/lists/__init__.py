"""What every list in the window is made of: a paged model, a table that keeps its place, cards, filters."""
