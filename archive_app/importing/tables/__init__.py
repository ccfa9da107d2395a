"""Tables of articles: delimited text, workbooks and JSON, a row each; which column is what is a mapping."""
