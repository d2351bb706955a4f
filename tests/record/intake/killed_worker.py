"""A worker that is to be killed: does the job that waits, in the database of the test that started it."""

import os
import sys

import django

django.setup()

from xiezhi.record import jobs  # noqa: E402
from xiezhi.record.intake import run  # noqa: E402

if __name__ == "__main__":
    run.ROWS, run.LARGE = int(sys.argv[1]), 0
    from django.conf import settings

    settings.INTAKE_PROCESSES = 2
    storage = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": sys.argv[2]}}
    settings.STORAGES = settings.STORAGES | {"documents": storage}
    print("up", os.getpid(), flush=True)
    jobs.work_off({run.KIND: run.run})
    print("done", flush=True)
