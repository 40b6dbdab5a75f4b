"""Settings → engine → application: what gunicorn and ``flask --app wsgi`` load."""

import gc
import sys

from samskaping import config, logs
from samskaping.db import make_engine
from samskaping.web import refused_early
from samskaping.web.app import create_app

# Seconds. Whoever has the database's turn gives way to the process's other threads at each statement: at Python's own
# 5 ms, a write of a few statements would keep everybody else waiting for tens of milliseconds.
sys.setswitchinterval(0.0005)
settings = config.load()
refused_early.install()
logs.begin(settings.log_level, with_words=settings.development)
app = create_app(settings, make_engine(settings.database_url))
# All that was made until now stays for good: the collector need not look through it again, nor so often.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 50)
