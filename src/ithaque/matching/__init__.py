"""From needs to proposals: imports, match runs, proposals and answers. The sole caller of pairing."""
