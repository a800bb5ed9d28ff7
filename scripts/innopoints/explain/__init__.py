"""One page for one enterprise: why this score, what would raise it, and which rows of which office it rests on.

warehouse ──facts.py──▶ facts ──┬─ screen.py  a terminal        (next_step.py: what the next band takes;
                                └─ page.py    one HTML file      source_rows.py: the rows behind a measure)
"""
