"""Conflict reports and event tables on one honest, offline map."""
