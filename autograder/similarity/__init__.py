"""Which submissions share more code than two people write by chance, for people to look at."""

from autograder.similarity.pairs import Pair, Sources, suspicious_pairs

__all__ = ["Pair", "Sources", "suspicious_pairs"]
