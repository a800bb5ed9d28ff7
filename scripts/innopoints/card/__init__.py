"""The card of a scheme edition: what the score is for, from what data and how, its limits, and how it has held up.

    innopoints card zone_default --edition 2026-06-30/1 --out cards    ->  cards/zone_default_1.html

A card is derived from a scheme file and a signed edition, so it is made by a command and not frozen with the edition:
whoever holds both makes the same bytes, and outcomes that come years later show up without touching what was signed.
"""
