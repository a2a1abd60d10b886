"""The section on a plan's targets for the years to come."""
