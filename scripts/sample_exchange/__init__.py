"""The sample exchange: synthetic offices (合成数据) that send what real offices send, in the shapes they send it.

    python scripts/sample_exchange generate --to DIR --enterprises 1109 --seed 20260630 --through 2026-06-30
    python scripts/sample_exchange serve --data DIR

It stands in for other people's systems, so the product must work without it: nothing in `innopoints` imports it.
"""
