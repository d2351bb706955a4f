"""Deadlines: the trial limit of every case, kept by following its events (审限).

Purpose: a due date that explains itself. Articles: rules/data/limits. Reads: `queries`; reaction: `follow`.
"""
