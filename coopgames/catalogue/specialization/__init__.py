"""Relations of production between firms: what would have to be valued by one partner alone."""
