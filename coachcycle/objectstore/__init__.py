"""The one door to the object store, which is spoken to by S3 alone.

`client`, `presign`, `multipart` and `objects` work with any S3 store.  `embedded` is the store a fresh machine, the
tests and CI get: OpenStack Swift in a process of its own, which `launcher` starts.  `proofs` shows that a store,
whichever it is, keeps what the application relies on.
"""
