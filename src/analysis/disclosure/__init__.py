"""Which figures may be shown to whom: pages take every figure from a `Release`, and from nothing else."""
