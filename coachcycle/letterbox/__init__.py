"""What people are told by letter: at once, once a day, or not at all, as each of them chose.

Letters say that something happened and where to look. What was said, planned or seen stands on the site alone.
"""
