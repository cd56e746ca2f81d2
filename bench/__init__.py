"""Measures of what must be fast, each as a ratio to a floor that the same run measures. See `run.py`."""
