"""What a person changes while a run goes on."""
