"""How is it going: a check-in with one tap, and a hand asked for in private."""
