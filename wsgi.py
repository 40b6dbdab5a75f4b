"""Settings → engine → application: what gunicorn and ``flask --app wsgi`` load."""

from samskaping import config, logs
from samskaping.db import make_engine
from samskaping.web.app import create_app

settings = config.load()
logs.begin(settings.log_level)
app = create_app(settings, make_engine(settings.database_url))
