"""What script/bench divide is made of: inputs, peers, checks, and processes with a time limit."""
