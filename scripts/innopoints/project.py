"""Where the files of the project stand, whatever the working directory."""

import os
from pathlib import Path

ROOT = Path(os.environ.get("INNOPOINTS_PROJECT") or Path(__file__).resolve().parents[2])
SOURCES = ROOT / "dags" / "sources"
BANKS = ROOT / "dags" / "banks"
REQUEST_CAUSES = ROOT / "dags" / "request_causes.yml"
ANSWERS = ROOT / "dags" / "answers"
OWNERS = ROOT / "dags" / "identity" / "answers.csv"
DBT = ROOT / "dbt_project"
SCHEMES = DBT / "schemes"
POLICIES = DBT / "policies"
PRODUCTS = DBT / "products"
LADDERS = DBT / "ladders"
RISK_POOLS = DBT / "risk_pools"
SUBSIDIES = DBT / "subsidies"
EXPECTATIONS = ROOT / "expectations"
