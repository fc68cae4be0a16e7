"""An exported file is run again, as those do who get it.

`examples`: what it is run on; `runtimes`: in its own runtime; `compare`: what differs from the run's answers.
"""
