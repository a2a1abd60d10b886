"""One notebook run in a worker process, our own record of its cells, pages out of it."""
