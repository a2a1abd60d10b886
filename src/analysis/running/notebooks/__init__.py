"""Run a notebook in a worker process, record its cells, and take pages out of it."""
