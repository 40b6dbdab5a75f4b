"""What no page of this kind can be faster than: a bare answer, one query with 30 kB of Jinja, one insert."""

import os

from flask import Flask, redirect, render_template, request
from jinja2 import DictLoader
from sqlalchemy import text
from werkzeug import Response

from samskaping.db import make_engine

# Twenty cards with the fields that a card of ours has, and a page of about 30 kB around them.
PAGE = """<!doctype html><html lang="nb"><title>{{ title }}</title><main><h1>{{ title }}</h1>
{% for row in rows %}<article><h2><a href="/{{ row.reference }}">{{ row.title }}</a></h2><p>{{ row.excerpt }}</p>
<p>{{ row.reference }} · {{ row.state }} · {{ row.support_count }} · {{ row.comment_count }}</p>
<p>{{ row.submitted_at }}</p>
<p>{{ filling }}</p></article>{% endfor %}</main></html>"""
FILLING = "Slik ser et kort ut når alt det som hører til er kommet med på siden. " * 16
ROWS = text(
    "SELECT reference, title, excerpt, state, support_count, comment_count, submitted_at FROM proposals"
    " WHERE municipality_id = :here AND is_public = true ORDER BY submitted_at DESC, reference DESC LIMIT 20"
)

app = Flask(__name__)
app.jinja_loader = DictLoader({"page.html": PAGE})
engine = make_engine(os.environ["SAMSKAPING_DATABASE_URL"])
here = int(os.environ["FLOOR_MUNICIPALITY"])


@app.get("/healthz")
@app.get("/bare")
def bare() -> str:
    return "ok"


@app.get("/page")
def page() -> str:
    with engine.connect().execution_options(reading=True) as connection:
        rows = connection.execute(ROWS, {"here": here}).all()
    return render_template("page.html", title="Forslag", rows=rows, filling=FILLING)


@app.post("/post")
def post() -> Response:
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO floor (body) VALUES (:body)"), {"body": request.form["text"]})
    return redirect("/page", 303)
