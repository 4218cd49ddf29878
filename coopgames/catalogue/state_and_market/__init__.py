"""Credit, learning, buyers, prices, the state and what is believed about the market."""
