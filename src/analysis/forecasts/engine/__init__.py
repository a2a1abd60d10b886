"""What forecast methods are made of: panels, scales, the structural model, widths, outturns."""
