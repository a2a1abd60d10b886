"""What is delivered beside figures: budgets, projects, plans, costings, commentary, overrides, the register."""
