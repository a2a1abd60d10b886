"""Making a report: request, plan, steps, notebooks, outputs, many areas."""
