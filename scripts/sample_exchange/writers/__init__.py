"""How rows reach a reader: a front database, a REST store, dropped files, workbooks."""
