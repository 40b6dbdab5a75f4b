"""The form of an export: which kind of file, and whether with personal data."""

from wtforms import BooleanField

from samskaping.rules.exports import FORMAT_NAMES, ExportFormat
from samskaping.web.forms.base import Form
from samskaping.web.forms.choices import Radios


class ExportForm(Form):
    """A file of a list as it is on the screen."""

    format = Radios(default=ExportFormat.XLSX.value)
    personal = BooleanField()

    def offer(self) -> "ExportForm":
        """The choices."""
        self.format.choices = [(kind.value, str(words)) for kind, words in FORMAT_NAMES.items()]
        return self
