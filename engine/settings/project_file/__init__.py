"""Project files: read, repaired, migrated, changed by text, explained."""
