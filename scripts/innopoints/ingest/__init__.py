"""From an office to an immutable batch.

    fetch   pulls what is new, raw, into landing/<source>/.incoming/
    land    turns each piece into landing/<source>/<table>/<batch>.parquet + <batch>.json
    check   judges each new batch by its suite: <batch>.check.json

Each step can be killed at any moment and run again: the same content lands once.
"""
