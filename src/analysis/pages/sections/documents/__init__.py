"""The sections of documents delivered beside figures."""
