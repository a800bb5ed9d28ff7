"""Judge the files a publication would consist of; fail closed.

    export   candidate warehouse -> published/.staging/<day>-<hash>/*.parquet (same rows, same bytes)
    judge    the files themselves, read back: columns, Great Expectations suites, SQL invariants
    report   quality/<day>/gate.json (no clock in it) and gate.html for a zone officer
    history  quality/history.jsonl and history.html: a line per run

What is checked, how grave it is and why stands in expectations/publication/, not here.
"""
