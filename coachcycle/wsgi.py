"""The door for gunicorn."""

import ctypes
import gc
import os
from contextlib import suppress

from django.core.wsgi import get_wsgi_application

# A room of a thousand cards makes some hundred thousand objects, all of which it needs until it is sent. Python would
# look through them, and through all of Django, a hundred times in vain: a tenth of the time of such a page.
OBJECTS_BEFORE_A_LOOK = 50_000
# Such a page of two megabytes is put together of pieces as large. The C library would give each back to the machine at
# once and be handed it again, page by page and emptied: 3,000 times for one answer, an eighth of its time.
TRIM_THRESHOLD, MMAP_THRESHOLD = -1, -3  # as <malloc.h> numbers them
BYTES_KEPT = 32 * 2**20

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coachcycle.settings")
application = get_wsgi_application()
gc.freeze()
gc.set_threshold(OBJECTS_BEFORE_A_LOOK, *gc.get_threshold()[1:])
with suppress(AttributeError):  # C libraries other than GNU's have no such thing
    for which in (TRIM_THRESHOLD, MMAP_THRESHOLD):
        ctypes.CDLL(None).mallopt(which, BYTES_KEPT)
