"""Settings → engine → application: what gunicorn and ``flask --app wsgi`` load."""

from samskaping import config
from samskaping.db import make_engine
from samskaping.web.app import create_app

settings = config.load()
app = create_app(settings, make_engine(settings.database_url))
