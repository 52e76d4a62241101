"""Between the announcement and the pair: questions to answer, repairs to decide."""
