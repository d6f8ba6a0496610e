"""Only small files pass through here, held in memory: films go straight to the object store."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import MemoryFileUploadHandler

# Of a file that is larger, though not absurdly, the beginning is kept and the rest passes by: its form sees the size,
# and says in words what to do. No other file may come after it.
ABSURD = 64 * 2**20


class SmallFiles(MemoryFileUploadHandler):
    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        largest = ABSURD if self.request.user.is_authenticated else settings.LARGEST_SMALL_FILE
        if content_length > largest:  # whoever is not signed in is asked for no file
            raise RequestDataTooBig("This site takes small files only.")
        self.activated, self.held = True, 0

    def new_file(self, *args, **kwargs):
        if self.held > settings.LARGEST_SMALL_FILE:
            raise RequestDataTooBig("This site takes small files only.")
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data, start):
        if self.held <= settings.LARGEST_SMALL_FILE:
            self.file.write(raw_data)
            self.held += len(raw_data)
