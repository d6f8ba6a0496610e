"""Refuse files that are sent to us: films go straight to the object store, and nothing else is ever uploaded."""

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler


class NoFiles(FileUploadHandler):
    def new_file(self, *args, **kwargs):
        raise RequestDataTooBig("This site takes no files.")

    def receive_data_chunk(self, raw_data, start):
        raise NotImplementedError

    def file_complete(self, file_size):
        raise NotImplementedError
