"""What goes wrong on the way: declared cases, the spellings they use, planting, and the log of every case."""
