"""One day, step by step: each module reads a step's inputs from the lake, runs it, and writes its own partition.

The DAG and the command line call these and nothing else. Every function returns counts and keys, never rows,
and can be run again alone: it overwrites what it wrote before with the same bytes. One module a step, so that a task
loads what its step needs and no more.
"""
