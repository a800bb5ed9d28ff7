"""Which enterprises the registration office has ever sent, so that a file of ours cannot name another."""

from innopoints.credit_code import credit_code
from innopoints.home import Home
from innopoints.ingest.batches import read_batches, table_folder

SOURCE, TABLE, COLUMN = "registration", "enterprise", "uni_social_crd_cd"


def known_enterprises(home: Home) -> set[str] | None:
    """Every credit code with right check digits in the landed registrations; None when none has landed yet."""
    import duckdb

    paths = [str(batch.path) for batch in read_batches(table_folder(home, SOURCE, TABLE))]
    if not paths:
        return None
    asked = f'select distinct "{COLUMN}" from read_parquet($paths, union_by_name = true) where "{COLUMN}" is not null'
    return {code for (text,) in duckdb.execute(asked, {"paths": paths}).fetchall() if (code := credit_code(text))}
