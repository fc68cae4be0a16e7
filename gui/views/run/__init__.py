"""Views of a run: the list of runs, state and progress, facts, live controls, coach, log, comparison.

They pull from a `MetricHistory` and emit what is asked for; `gui.control.runs` carries it out.
"""
