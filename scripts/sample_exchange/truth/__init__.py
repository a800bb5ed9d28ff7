"""What a correct pipeline finds: every measure of every enterprise, from what was sent, in exact arithmetic."""
