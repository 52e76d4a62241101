"""Match runs: proposals, reasons, locks, publication."""
