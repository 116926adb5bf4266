"""The words of the field: question, answer, round, codebook, coding, suggestion. Standard library only."""
