"""Which submissions share more code than two people write by chance, for people to look at."""

from autograder.similarity.pairs import Corpus, Pair, suspicious_pairs

__all__ = ["Corpus", "Pair", "suspicious_pairs"]
