"""Freeze published tables as numbered editions that never change again.

    published/score_v1/2026-06-30/1/pub_score_v1.parquet ...
                                    manifest.json  manifest.sig
    published/score_v1/2026-06-30/1.recall.json     the edition was recalled: signed, why, whom it matters to
    published/score_v1/2026-06-30/1.tombstone.json  the edition was deleted at the end of its retention period
    published/score_v1/latest.json            -> highest day, then highest edition, of those that stand; effective from
    published/score_v1/editions.json          all there ever were, and which stand
    published/keys/<key id>.pem               public keys; register.json: retired and revoked ones
    published/registry/<sha256>.*             the registry each edition was computed with
    published/audit.jsonl  audit.head.json    one hash-chained line per act, and a signed head
    published/.staging/                       what is being made; nobody reads it
    delivery/<bank>/score_v1/2026-06-30/1/    the bank's share, signed in its own right

An edition is complete or absent: it is made in .staging and renamed. Correcting a day
makes edition 2 next to edition 1; both stay.
"""
