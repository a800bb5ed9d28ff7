"""Command line of the sample exchange: `generate` writes the offices' data, `serve` answers as the tax bureau."""

import argparse
import sys
from datetime import date
from pathlib import Path

# Run as a folder (`python scripts/sample_exchange`), Python puts that folder first on the path; the package is above.
sys.path[0] = str(Path(__file__).resolve().parents[1])

EARLIEST = date(2023, 7, 1)


def main() -> int:
    options = arguments()
    if options.command == "generate":
        from sample_exchange.generate import generate

        try:
            print(generate(options.to, options.enterprises, options.seed, options.through, options.screened))
        except FileExistsError as refusal:
            print(refusal, file=sys.stderr)
            return 2
        return 0
    from sample_exchange.server import serve

    failing = set(filter(None, options.fail_tables.split(",")))
    return serve(options.data, options.port, options.down, failing, options.until_stdin_closes)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="sample_exchange", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    make = commands.add_parser("generate", help="write synthetic data of N enterprises")
    make.add_argument("--to", type=Path, required=True, help="folder to write; must be empty or absent")
    make.add_argument("--enterprises", type=positive, default=1109, help="scored enterprises (default 1109)")
    make.add_argument("--screened", type=int, default=0, help="enterprises more that are registered and file nothing")
    make.add_argument("--seed", type=int, default=20260630, help="same seed, same bytes")
    make.add_argument("--through", type=last_day, default=date(2026, 6, 30), help="last day of the data, YYYY-MM-DD")
    answer = commands.add_parser("serve", help="answer as the tax bureau's REST service")
    answer.add_argument("--data", type=Path, required=True, help="folder that generate wrote")
    answer.add_argument("--port", type=int, default=0, help="port on 127.0.0.1; 0 takes a free one")
    answer.add_argument("--down", action="store_true", help="answer every request with 503, as an office in trouble")
    answer.add_argument("--fail-tables", default="", help="comma-separated tables that answer 503")
    answer.add_argument("--until-stdin-closes", action="store_true", help="end with the process that started it")
    return parser.parse_args()


def positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least one enterprise")
    return number


def last_day(text: str) -> date:
    day = date.fromisoformat(text)
    if day < EARLIEST:
        raise argparse.ArgumentTypeError(f"the sample's history begins in 2023-01; take a day from {EARLIEST} on")
    return day


if __name__ == "__main__":
    sys.exit(main())
