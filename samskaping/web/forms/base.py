"""The ground of all forms: words in the reader's form, nothing typed is lost, hostile characters are told apart."""

import hashlib
import secrets
from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import Any

from flask import g, request, session  # noqa: TID251  (the once-key is tied to the browser's session)
from flask_wtf import FlaskForm
from wtforms import DateField, Field, HiddenField, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Optional, StopValidation

from samskaping import text
from samskaping.errors import Denied, Unfit
from samskaping.language import gettext as _
from samskaping.rules import limits
from samskaping.web.forms import private
from samskaping.web.tokens import Tokens


class Form(FlaskForm):
    """A form with a token, a once-key and a title for its error summary.

    Its texts are taken to be public: what should not stand there is stopped or asked about (``forms.private``).
    """

    class Meta(FlaskForm.Meta):
        csrf_class = Tokens

    once = HiddenField()
    #: Whether staff can say that what looks like a fødselsnummer is none.
    takes_word = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.once.data or len(self.once.data) > 64:
            self.once.data = secrets.token_urlsafe(16)
        if "stale_words" in g:
            self.form_errors.append(g.stale_words)

    def is_submitted(self) -> bool:
        """Whether this is a sending; a form whose token fits no more is shown again and never sent."""
        return bool(super().is_submitted()) and "stale_words" not in g

    @cached_property
    def is_sent(self) -> bool:
        """Whether the form was sent in and holds; the language switch shows it again as it is.

        Answered once: to validate again would wipe what has been said beside the fields since.
        """
        if not self.is_submitted() or "_switch" in request.form:
            return False
        holds = bool(self.validate())
        return private.holds(self) and holds

    @property
    def once_key(self) -> str:
        """The same for each try to send this very form, and for nobody else's."""
        own = f"{getattr(session, 'hashed', '')}:{self.once.data}"
        return hashlib.sha256(own.encode()).hexdigest()

    def refuse(self, error: Denied) -> None:
        """Put an action's words beside the fields that they are about, or on top."""
        fields = dict(error.fields) if isinstance(error, Unfit) else {}
        for name, words in fields.items():
            if name in self._fields:
                self._fields[name].errors = [*self._fields[name].errors, words]
            else:
                self.form_errors.append(words)
        if not fields and error.message:
            self.form_errors.append(error.message)

    @property
    def mistakes(self) -> list[tuple[str, str]]:
        """(field id, words) for the error summary, in the form's order; an empty id for the form itself."""
        own = [("", str(words)) for words in self.form_errors]
        return own + [(field.id, str(words)) for field in self for words in field.errors]

    @property
    def status(self) -> int:
        """422 when the form is shown again with mistakes."""
        return 422 if self.mistakes else 200


def _tidied(value: Any) -> Any:
    return text.tidy(value) if isinstance(value, str) else value


class Showable:
    """Refuses characters that cannot be stored or shown, and gives the text back with a mark in their place."""

    def __call__(self, _form: Any, field: Field) -> None:
        if isinstance(field.data, str) and not text.is_showable(field.data):
            field.data = text.showable(field.data)
            raise StopValidation(_("Teksten har tegn som ikke kan vises, merket med «�». Fjern dem."))


class AtMost:
    """At most so many code points, told with both numbers."""

    def __init__(self, most: int) -> None:
        self.most = most

    def __call__(self, _form: Any, field: Field) -> None:
        if flaw := limits.too_long(field.data or "", self.most):
            raise ValidationError(flaw)


class Required(InputRequired):
    """The field must be filled in; the words say what to do. ``words`` is called when the page is made."""

    def __init__(self, words: Callable[[], str]) -> None:
        super().__init__()
        self.words = words

    def __call__(self, form: Any, field: Field) -> None:
        if not field.raw_data or not str(field.raw_data[0]).strip():
            field.errors = []
            raise StopValidation(self.words())


class TextField(StringField):
    """One line of text, which anybody may come to read unless it says ``public=False``."""

    asks: private.Asks | None = None

    def __init__(
        self, label: str = "", validators: Any = (), *, most: int = 200, public: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(label, [Showable(), *validators, AtMost(most)], filters=[_tidied], **kwargs)
        self.most, self.public = most, public


class ProseField(TextAreaField):
    """Several lines of small Markdown, which anybody may come to read unless it says ``public=False``."""

    asks: private.Asks | None = None

    def __init__(
        self, label: str = "", validators: Any = (), *, most: int = 8000, public: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(label, [Showable(), *validators, AtMost(most)], filters=[_tidied], **kwargs)
        self.most, self.public = most, public


class DayField(DateField):
    """A day as the browser's date field gives it, or as people write it: 2026-12-04, 4.12.2026."""

    def __init__(self, label: str = "", validators: Any = (), *, since: date = date(2000, 1, 1), **kwargs: Any) -> None:
        super().__init__(label, [*(validators or [Optional()])], format=["%Y-%m-%d", "%d.%m.%Y"], **kwargs)
        self.since = since

    def process_formdata(self, valuelist: Any) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("Skriv datoen som dag.måned.år, for eksempel 4.12.2026")) from None
        if self.data and not self.since <= self.data <= date(2200, 1, 1):
            self.data = None
            raise ValueError(_("Skriv datoen som dag.måned.år, for eksempel 4.12.2026"))


def own_language() -> str:
    """The form in force when a new text is begun; people can choose another."""
    return str(g.ctx.language)
