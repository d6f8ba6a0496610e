"""Feedback as it leaves the room, in the formats other tools read. Only what the reader sees goes: see `pieces`.

Each module here writes one format from the same `Piece`s and knows nothing of rows or requests.
"""
