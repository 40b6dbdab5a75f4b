"""A spreadsheet of input in the browser: upload, set the columns right, look over, take in; and a template."""

from typing import Any

from flask import Blueprint, g, make_response, redirect, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from samskaping.actions import sheets as deeds
from samskaping.errors import Denied, Missing, Unfit
from samskaping.language import gettext as _
from samskaping.outside import sheets as files
from samskaping.queries import sheets
from samskaping.rules.intakes import CHANNEL_NAMES, Channel
from samskaping.rules.policy import Can
from samskaping.rules.sheets import BY_KEY, COLUMNS, ENCODINGS, LARGEST_FILE
from samskaping.web import replies, sending
from samskaping.web.access import open_to
from samskaping.web.forms.intakes import ColumnsForm, SheetForm, TakeInForm

bp = Blueprint("sheets", __name__)
#: Flaws and rows that the page shows; the rest is a number.
_FLAWS_SHOWN, _ROWS_SHOWN = 200, 10
_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@bp.route("/arbeid/innspill/ark", methods=["GET", "POST"])
@open_to(Can.INTAKE_ENTER)
def upload() -> ResponseReturnValue:
    """Upload a sheet; nothing is taken in by that."""
    asked = request.args.get("tegnsett", "")
    form = SheetForm(data={"channel": str(Channel.PAPIR), "encoding": asked if asked in ENCODINGS else ""})
    error: Denied | None = None
    if form.is_sent:
        made: list[str] = []
        error = sending.once(form, lambda _once: made.append(_stage(form)))
        if error is None:
            # A form that was sent before, as another one, makes nothing.
            return redirect(url_for("sheets.page", sheet=made[0]) if made else url_for("sheets.upload"), 303)
    return replies.page("sheets/upload.html", form, error, most=LARGEST_FILE // 1_000_000)


def _room_for_a_file() -> None:
    """A sheet may be larger than other forms; one that is larger still is told so like any other mistake."""
    if request.endpoint == "sheets.upload":
        request.max_content_length = LARGEST_FILE + 100_000


@bp.record_once
def _first_of_all(state: BlueprintSetupState) -> None:
    # Before anything looks for the form's token, which reads the form.
    state.app.before_request_funcs.setdefault(None, []).insert(0, _room_for_a_file)


def _stage(form: SheetForm) -> str:
    file = form.file.data
    if not getattr(file, "filename", ""):
        raise Unfit(file=_("Velg fila du vil ta inn"))
    sheet = files.read(file.read(LARGEST_FILE + 1), form.encoding.data or "")
    channel = Channel(form.channel.data)
    return deeds.stage(
        g.ctx, sheet.headings, sheet.rows, file_name=file.filename, channel=channel, read_as=sheet.read_as
    )


@bp.get("/arbeid/innspill/ark/<sheet>")
@open_to(Can.INTAKE_ENTER)
def page(sheet: str) -> ResponseReturnValue:
    """What each row becomes, and what is wrong, before anything is taken in."""
    return _page(sheet, TakeInForm())


def _page(sheet: str, form: TakeInForm, error: Denied | None = None) -> ResponseReturnValue:
    found = sheets.sheet(g.ctx, sheet)
    if found.lacks:
        return redirect(url_for("sheets.columns", sheet=sheet), 303)
    review = sheets.review(g.ctx, found, sheets.cells(g.ctx, found))
    flaws = [(row.number, flaw) for row in review.wrong for flaw in row.flaws]
    return replies.page(
        "sheets/page.html",
        form,
        error,
        sheet=found,
        review=review,
        flaws=flaws[:_FLAWS_SHOWN],
        more_flaws=max(0, len(flaws) - _FLAWS_SHOWN),
        rows=review.rows[:_ROWS_SHOWN],
        by_key=BY_KEY,
        columns=COLUMNS,
        channels=CHANNEL_NAMES,
        encodings=ENCODINGS,
    )


@bp.route("/arbeid/innspill/ark/<sheet>/kolonner", methods=["GET", "POST"])
@open_to(Can.INTAKE_ENTER)
def columns(sheet: str) -> ResponseReturnValue:
    """Set right which column holds what."""
    found = sheets.sheet(g.ctx, sheet)
    form = ColumnsForm().offer(found.headings, found.columns)
    error: Denied | None = None
    if form.is_sent:
        lacks = [one for one in COLUMNS if one.is_required and one.key not in form.columns()]
        for one in lacks:
            form[one.key].errors = [_("Velg kolonnen for %(field)s") % {"field": str(one.label).lower()}]
        if not lacks:
            error = sending.once(form, lambda _once: deeds.choose_columns(g.ctx, sheet, form.columns()))
            if error is None:
                return redirect(url_for("sheets.page", sheet=sheet), 303)
    return replies.page("sheets/columns.html", form, error, sheet=found, columns=COLUMNS)


@bp.post("/arbeid/innspill/ark/<sheet>/ta-inn")
@open_to(Can.INTAKE_ENTER)
def take_in(sheet: str) -> ResponseReturnValue:
    """Take in all rows, or (``hva`` is «riktige») those that are right. A second time changes nothing."""
    form = TakeInForm()
    if not form.is_sent:
        return _page(sheet, form)
    came: list[int] = []
    only_right = request.form.get("hva") == "riktige"
    error = sending.once(form, lambda _once: came.append(deeds.take_in(g.ctx, sheet, only_right=only_right)))
    if error is not None:
        return _page(sheet, form, error)
    if not any(came):
        sending.say(_("Regnearket var alt tatt inn."))  # else the page says how many were, by itself
    return redirect(url_for("sheets.page", sheet=sheet), 303)


@bp.post("/arbeid/innspill/ark/<sheet>/kast")
@open_to(Can.INTAKE_ENTER)
def discard(sheet: str) -> ResponseReturnValue:
    """Throw the sheet away."""
    deeds.discard(g.ctx, sheet)
    sending.say(_("Regnearket er slettet her. Det som er tatt inn, står."))
    return redirect(url_for("intakes.listing"), 303)


@bp.get("/arbeid/innspill/mal.<kind>")
@open_to(Can.INTAKE_ENTER)
def template(kind: str) -> ResponseReturnValue:
    """A sheet with the right headings and two rows to show how."""
    if kind not in _TYPES:
        raise Missing
    headings = [str(column.label) for column in COLUMNS]
    rows = [[example.get(column.key, "") for column in COLUMNS] for example in _examples()]
    content = files.xlsx(headings, rows) if kind == "xlsx" else files.as_csv(headings, rows)
    answer = make_response(content)
    answer.headers["Content-Type"] = _TYPES[kind]
    answer.headers["Content-Disposition"] = f'attachment; filename="innspill-mal.{kind}"'
    return answer


def _examples() -> list[dict[str, Any]]:
    day = f"{g.ctx.today.day}.{g.ctx.today.month}.{g.ctx.today.year}"
    return [
        {
            "title": _("Benk ved busstoppet"),
            "need": _("Det er langt å stå for den som er dårlig til beins."),
            "received": day,
            "channel": _("papir"),
        },
        {
            "title": _("Tryggere skolevei"),
            "need": _("Vi må gå i veibanen der fortauet slutter."),
            "idea": _("Mal opp en gangvei langs gjerdet."),
            "received": day,
            "channel": _("møte"),
            "school": _("Eksempel skole, 4. trinn"),
        },
    ]


@bp.errorhandler(RequestEntityTooLarge)
def too_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    """A file past the limit: told on the page of the upload, in the person's form."""
    form = SheetForm(formdata=None, data={"channel": str(Channel.PAPIR)})
    most = LARGEST_FILE // 1_000_000
    form.file.errors = [_("Fila er for stor. Den kan være på høyst %(most)s MB.") % {"most": most}]
    return replies.page("sheets/upload.html", form, most=most)
