"""Targets as documents print them: worked out, held against the agreed ones, disputed."""
