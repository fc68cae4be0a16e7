"""Looks at the machine and says what is there, what is missing and what to do about it. Needs no Qt."""
