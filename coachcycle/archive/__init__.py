"""All the rows of one organization in one file, and back: a zip of JSON lines, tables and a page that explains them.

Films are not in it: they lie in the bucket under the keys that recordings name, and are copied with the store's own
tools. Passwords, second steps and the tokens of invitations are not in it either.
"""
