"""Statistical process control: limits, rules, charts and how often chance alone signals."""
