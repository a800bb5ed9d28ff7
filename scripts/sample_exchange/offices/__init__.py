"""One module per office table: what happened (facts), and how the office writes it down (rows of text)."""
