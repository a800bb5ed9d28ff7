"""Amounts per head, from the measures of tax, output and staff; an average staff is person-months / 12."""

from sample_exchange.truth.exact import SCALE, ratio


def measures(tax: dict, output: dict, people: dict) -> dict[str, list[int | None]]:
    expense, rd_staff = tax["rd_expense_cny"], people["rd_staff_count"]
    made = [
        sold if made is None else made
        for made, sold in zip(output["industrial_output_cny"], tax["revenue_cny"], strict=True)
    ]
    months = [round(each * 12 / SCALE) for each in people["staff_average_count"]]
    return {
        "rd_expense_per_rd_staff_cny": [ratio(*each) for each in zip(expense, rd_staff, strict=True)],
        "output_per_staff_cny": [
            ratio(each and each * 12, worked * SCALE) for each, worked in zip(made, months, strict=True)
        ],
    }
