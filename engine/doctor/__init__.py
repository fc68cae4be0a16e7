"""The doctor: looks at the machine and says what is there, what is missing and what to do. It needs no Qt.

`machine`, `display` and `libraries` look at one thing each; `report` collects their findings.
"""
