"""What banks are promised: the contract of a product, its page for each bank, the card of each scheme edition.

    dbt_project/models/published/_published.yml    columns: type, meaning in two languages, unit, example
    expectations/publication/<product>.yml         purpose, limits, schedule, support, sunset of tables
    expectations/publication/pub_*.yml             rules
        -> expectations/publication/contracts/score_v1.odcs.yaml    what was promised last; committed

A promise is only ever widened. What would break a reader needs a new table `_vN` beside the old one.
"""
