"""Judgements to what people read: wording, section models, charts, tables, HTML."""
