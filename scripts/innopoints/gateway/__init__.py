"""The PostgreSQL server banks read: set up, loaded, and checked. What a bank's administrator does is in README.md."""
