"""Write the whole sample: chunk after chunk, each sent to its offices and forgotten, so that memory stays flat."""

from pathlib import Path

from sample_exchange.chunk import make_chunk
from sample_exchange.dirt.log import DirtLog
from sample_exchange.dirt.plant import plant
from sample_exchange.screened import screened_sendings
from sample_exchange.sendings import sendings
from sample_exchange.truth.truth_files import TruthFiles
from sample_exchange.world.draws import office_rng
from sample_exchange.world.periods import Horizon
from sample_exchange.world.population import CHUNK
from sample_exchange.writers.file_drops import CsvDrop, FlaggedCsvDrop, JsonLinesDrop
from sample_exchange.writers.front_database import FrontDatabase
from sample_exchange.writers.rest_store import RestStore
from sample_exchange.writers.workbooks import Workbooks

README = """\
SYNTHETIC / 合成数据

Everything in this folder is invented: no enterprise, person, patent, tax return or loan in it exists.
Codes have valid check digits so that software treats them like real ones; that proves nothing else.

Made by: python scripts/sample_exchange generate --enterprises {enterprises} --seed {seed} --through {through}

front.db   registration and social insurance offices' front database (SQLite)
tax/       the tax bureau's store: python scripts/sample_exchange serve --data <this folder>
drops/     files as offices drop them: output (GB18030 CSV, each with a flag that states its rows and sums),
           certification (XLSX), ip (JSON Lines), consent (UTF-8 CSV), bank_returns and talent_demand (UTF-8
           CSV with BOM), green (GB18030 CSV)
truth/     what a correct pipeline finds: measures.parquet, enterprises.parquet, owners.parquet (whose
           each record is), loan_years.parquet, talent_demand.parquet; dirt.jsonl lists every planted error
"""


def generate(folder: Path, enterprises: int, seed: int, through, screened: int = 0) -> str:
    """Write the sample into an empty or absent folder; the same arguments give the same bytes.

    `screened` enterprises more are registered and file nothing; their rows are clean, and the truth leaves them out.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty; give a new folder, or remove it first")
    folder.mkdir(parents=True, exist_ok=True)
    horizon = Horizon(through)
    front = FrontDatabase(folder / "front.db")
    workbooks = Workbooks(folder / "drops" / "certification")
    offices = {
        "registration": front,
        "talent": front,
        "tax": RestStore(folder / "tax"),
        "output": FlaggedCsvDrop(folder / "drops" / "output", "gb18030", "\r\n"),
        "certification": workbooks,
        "ip": JsonLinesDrop(folder / "drops" / "ip"),
        "consent": CsvDrop(folder / "drops" / "consent", "utf-8", "\n"),
        "bank_returns": CsvDrop(folder / "drops" / "bank_returns", "utf-8-sig", "\r\n"),
        "talent_demand": CsvDrop(folder / "drops" / "talent_demand", "utf-8-sig", "\r\n"),
        "green": CsvDrop(folder / "drops" / "green", "gb18030", "\r\n"),
    }
    (folder / "truth").mkdir()
    log = DirtLog(folder / "truth" / "dirt.jsonl")
    truth = TruthFiles(folder / "truth", through)
    chunks = range(0, enterprises, CHUNK)
    for number, first in enumerate(chunks):
        chunk = make_chunk(seed, number, min(CHUNK, enterprises - first), horizon)
        workbooks.begin_chunk(number)
        going_wrong, naming = office_rng(seed, number, "dirt"), office_rng(seed, number, "identity")
        for rows in sendings(chunk, seed):
            truth.owners(rows)
            plant(rows, chunk.firms, going_wrong, naming)
            log.record(rows, offices[rows.source].write(rows))
        log.never_sent(chunk)
        log.true_leaps(chunk)
        truth.write(chunk)
    for number, first in enumerate(range(0, screened, CHUNK), start=len(chunks)):
        for rows in screened_sendings(seed, number, min(CHUNK, screened - first), horizon):
            truth.owners(rows)
            offices[rows.source].write(rows)
    log.close()
    truth.close()
    for office in {id(office): office for office in offices.values()}.values():
        office.close()
    text = README.format(enterprises=enterprises, seed=seed, through=through.isoformat())
    (folder / "README.txt").write_text(text, encoding="utf-8")
    more = f" and {screened:,} registered ones" if screened else ""
    return f"{enterprises:,} synthetic enterprises{more} through {through.isoformat()} in {folder}"
