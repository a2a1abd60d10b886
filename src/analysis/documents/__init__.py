"""Documents received beside figures: budgets, projects, plans, costings, commentary, overrides, the register."""
