"""Who waits, with place and promise; what the enrolments ask of a coordinator today."""
