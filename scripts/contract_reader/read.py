"""Every bank's newest delivery, read by somebody else's program against the bank's own contract.

    make contract    # sets up datacontract-cli in .venv-contract: its pins and ours do not go together

Each contract is linted and each format tested: columns, types, keys, and every rule that holds for a part of the rows.
Ends with 1 when a delivery is not what its contract says, and shows what the reader said.
Types are tested in CSV only: the reader cannot yet in Parquet (there it warns). A CSV is first
made plain as a bank's own program does it: read in the encoding of the manifest, one leading apostrophe taken away.
"""

import csv
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from innopoints.contract.for_bank import for_bank
from innopoints.home import Home
from innopoints.passports.bank import read_banks
from innopoints.publication.editions import PRODUCT


def main(reader: str) -> int:
    """Read what every bank was handed last; print a line for each reading. `reader` is the datacontract program."""
    home, failed, read = Home.from_environment(), 0, 0
    for name, bank in read_banks().items():
        pointer = home.delivery / name / PRODUCT / "latest.json"
        if not pointer.exists():
            continue
        share = pointer.parent / json.loads(pointer.read_bytes())["path"]
        contract = Path(for_bank(name, home.root / "contract" / name)["contract"]).resolve()
        with tempfile.TemporaryDirectory() as aside:
            loaded(share, Path(aside))
            for words in (["lint"], *(["test", "--server", each] for each in bank.formats)):
                good, said = run([reader, *words, "--no-inline-references", str(contract)], Path(aside))
                print(f"{'ok ' if good else 'BAD'} {name:<14} {' '.join(words):<22} {said}", flush=True)
                failed, read = failed + (not good), read + 1
    if not read:
        print(f"nothing was delivered under {home.delivery}; try: make run", file=sys.stderr)
        return 2
    return 1 if failed else 0


def loaded(share: Path, into: Path) -> None:
    """The files of a delivery as a bank's program has them once it has read them."""
    manifest = json.loads((share / "manifest.json").read_bytes())
    for file in manifest["files"]:
        if not file["name"].endswith(".csv"):
            (into / file["name"]).symlink_to(share / file["name"])
            continue
        sent = (share / file["name"]).open(encoding=file["encoding"], newline="")
        with sent, (into / file["name"]).open("w", encoding="utf-8", newline="") as plain:
            mark = manifest["csv"]["mark"]
            csv.writer(plain).writerows([cell.removeprefix(mark) for cell in line] for line in csv.reader(sent))


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
