"""Bad files and rows as offices really send them, built in code. Each says what it is and what must be said of it."""
