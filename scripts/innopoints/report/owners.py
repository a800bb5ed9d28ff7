"""Whose record is it: how many owners were found, and the questions that wait for a person."""

import csv
import io

import duckdb

from innopoints.errors import Refused
from innopoints.home import Home
from innopoints.passports.answer import Answer
from innopoints.report.warehouse import Warehouse


def owners(warehouse: Warehouse) -> list[str]:
    """One line for each source: owners written on its records, found, under review; what to do when any waits."""
    try:
        rates = warehouse.match_rates()
    except duckdb.CatalogException:  # a warehouse of before owners were looked for
        return []
    lines = [
        f"Owners     {each['source']:<14} {each['found']:,} of {each['owners']:,} found, {each['waiting']:,} wait "
        f"for a person, {each['outside']:,} not in the register; match rate {each['match_ratio']}"
        for each in rates
    ]
    return [*lines, "           answer with: innopoints review"] if any(each["waiting"] for each in rates) else lines


def review(home: Home) -> str:
    """The open questions in the columns of dags/identity/answers.csv; candidates stand in `because`, nothing is chosen.

    Raises Refused when there is no warehouse yet.
    """
    if not home.current.exists():
        raise Refused(f"{home.current} is missing: there is nothing to review before the first night; try: make run")
    text = io.StringIO()
    lines = csv.DictWriter(text, list(Answer.model_fields), lineterminator="\n")
    lines.writeheader()
    questions: dict[tuple, list[dict]] = {}
    for each in Warehouse(home.current).open_questions():
        questions.setdefault((each["owner_name"], each["record"]), []).append(each)
    for (name, record), candidates in questions.items():
        words = " | ".join(f"{each['uscc']} {each['enterprise_name']} {each['similarity']}%" for each in candidates)
        asked = f"{candidates[0]['question']}, {candidates[0]['record_count']} records: {words}"
        lines.writerow({"name": name, "record": record, "because": asked})
    return text.getvalue()
