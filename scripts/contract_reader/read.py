"""Every bank's newest delivery, read by somebody else's program against the bank's own contract.

    make contract    # sets up datacontract-cli in .venv-contract: its pins and ours do not go together

Each contract is linted and each format tested: columns, types, keys, and every rule that holds for a part of the rows.
A CSV is given to it as the contract says to read one: in the bank's encoding, an apostrophe taken away.
Types are tested in CSV only: the program cannot yet in Parquet, and warns (`innopoints verify` does).
Ends with 1 when a delivery is not what its contract says, and shows what the program said.
"""

import csv
import json
import shutil
import subprocess
import sys
from pathlib import Path

from innopoints.contract.for_bank import for_bank
from innopoints.home import Home
from innopoints.passports.bank import Bank, read_banks
from innopoints.publication.editions import PRODUCT


def main(reader: str) -> int:
    """Read what every bank was handed last; print a line for each reading. `reader` is the datacontract program."""
    home, failed, read = Home.from_environment(), 0, 0
    for name, bank in read_banks().items():
        pointer = home.delivery / name / PRODUCT / "latest.json"
        if not pointer.exists():
            continue
        share = pointer.parent / json.loads(pointer.read_bytes())["path"]
        work = home.root / "contract" / name
        contract = Path(for_bank(name, work)["contract"]).resolve()
        for words in (["lint"], *(["test", "--server", each] for each in bank.formats)):
            folder = as_read(share, bank, work / "csv") if words[-1] == "csv" else share
            good, said = run([reader, *words, "--no-inline-references", str(contract)], folder)
            print(f"{'ok ' if good else 'BAD'} {name:<14} {' '.join(words):<22} {said}", flush=True)
            failed, read = failed + (not good), read + 1
    if not read:
        print(f"nothing was delivered under {home.delivery}; try: make run", file=sys.stderr)
        return 2
    return 1 if failed else 0


def as_read(share: Path, bank: Bank, folder: Path) -> Path:
    """The bank's CSV files as a reader of the contract has them: UTF-8, without the apostrophes."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for path in sorted(share.glob("*.csv")):
        with (
            path.open(encoding=bank.csv_encoding, newline="") as theirs,
            (folder / path.name).open("w", encoding="utf-8", newline="") as ours,
        ):
            csv.writer(ours).writerows([cell.removeprefix("'") for cell in row] for row in csv.reader(theirs))
    return folder


def run(command: list[str], folder: Path) -> tuple[bool, str]:
    """Whether the reader is content, and its verdict; all it says goes to the terminal when it is not."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    lines = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
    if done.returncode:
        print("\n".join(line for line in lines if "│ passed" not in line))
    verdict = [line for line in lines if "Data contract" in line and "│" not in line]
    return done.returncode == 0, verdict[-1] if verdict else "no verdict"


if __name__ == "__main__":
    sys.exit(main(str(Path(sys.argv[1]).absolute())))
