"""Is a moment of a film told on a page?"""

import re


def is_told(moment, page):
    """Whether ``moment``, such as ``1:17``, stands there by itself: 11:41:17 and 21:17 are times of day."""
    return re.search(rf"(?<![\d:]){re.escape(moment)}(?![\d:])", page) is not None
