"""Tests of the sections; a package, since its files share names with others."""
