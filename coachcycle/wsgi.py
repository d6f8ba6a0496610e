"""The door for gunicorn."""

import gc
import os

from django.core.wsgi import get_wsgi_application

# A room of a thousand cards makes some hundred thousand objects, all of which it needs until it is sent. Python would
# look through them, and through all of Django, a hundred times in vain: a tenth of the time of such a page.
OBJECTS_BEFORE_A_LOOK = 50_000

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coachcycle.settings")
application = get_wsgi_application()
gc.freeze()
gc.set_threshold(OBJECTS_BEFORE_A_LOOK, *gc.get_threshold()[1:])
