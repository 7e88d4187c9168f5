"""What runs inside the walls: the zygote, the confinement, the notebook shell and the wire.

The zygote loads this folder by path, as a package of its own, so that nothing else of `autograder`
is ever in the student's process.  Modules here import the standard library, numpy, IPython,
matplotlib and each other (relatively), nothing more.  Of them the examiner uses the wire, and
`answering` where its own reference stands in the student's place.
"""
