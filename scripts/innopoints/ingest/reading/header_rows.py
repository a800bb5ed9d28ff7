"""A header of several rows as one row of names: 产值 over 本月 and 累计 -> 产值_本月, 产值_累计."""

from collections.abc import Iterable, Sequence

JOINED_BY = "_"
Merged = tuple[tuple[int, int], tuple[int, int]]


def join_header(rows: Sequence[Sequence[str]], merged: Iterable[Merged] | None = None) -> list[str]:
    """One name a column, of its parts from top to bottom, each once.

    `merged` are the merged areas, ((top, left), (bottom, right)) from 0 within these rows. None when the format has
    none (CSV): then a blank in an upper row repeats what stands to its left.
    """
    if len(rows) == 1:
        return list(rows[0])
    width = max(len(row) for row in rows)
    grid = [[cell.strip() for cell in row] + [""] * (width - len(row)) for row in rows]
    if merged is None:
        for row in grid[:-1]:
            for column in range(1, width):
                row[column] = row[column] or row[column - 1]
    else:
        for (top, left), (bottom, right) in merged:
            for row in grid[max(top, 0) : bottom + 1]:
                row[left : right + 1] = [grid[max(top, 0)][left]] * (min(right + 1, width) - left)
    return [JOINED_BY.join(dict.fromkeys(part for part in column if part)) for column in zip(*grid, strict=True)]
