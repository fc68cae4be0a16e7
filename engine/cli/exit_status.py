"""The exit statuses of the program."""

import signal

DONE = 0
FAILED = 1
WRONG_REQUEST = 2
STOPPED = 128 + signal.SIGINT
