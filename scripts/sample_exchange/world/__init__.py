"""What is true: enterprises, their size and growth, time, identifiers, and the random draws behind them."""
