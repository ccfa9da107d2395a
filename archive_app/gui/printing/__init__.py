"""An article on paper: its words and passages set in pages, painted to a printer or a PDF file.

Everything is measured in *units*, tenths of a point: 720 to the inch. ``paging`` and ``notes`` are
arithmetic; ``setting`` breaks texts into lines; ``pages`` puts it together; ``painting`` draws; ``job`` does
it all in a thread.
"""
