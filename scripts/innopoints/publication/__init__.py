"""Freeze published tables as numbered editions that never change again.

    published/score_v1/2026-06-30/1/pub_score_v1.parquet ...
                                    manifest.json  manifest.sig
    published/score_v1/latest.json            -> highest day, then highest edition
    published/keys/<key id>.pem               public keys
    published/audit.jsonl                     one hash-chained line per act
    published/.staging/                       what is being made; nobody reads it
    delivery/<bank>/score_v1/2026-06-30/1/    the bank's share, signed in its own right

An edition is complete or absent: it is made in .staging and renamed. Correcting a day
makes edition 2 next to edition 1; both stay.
"""
