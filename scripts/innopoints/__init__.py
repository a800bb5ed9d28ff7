"""Enterprise innovation points: from the offices' data to signed score editions for banks."""

__version__ = "0.1.0"
