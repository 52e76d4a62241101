"""What the numbers say: funnel, health of pairs, rhythm. Reads only."""
