"""What a record of the council cannot be."""

from django.utils.translation import gettext as _

from jumelage.work.council.models import Kind, Record


class RecordRefused(ValueError):
    """The record does not hold together; field names what to put right, and the message says what is wrong and what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def validate_record(record: Record) -> None:
    if record.fulfilled_by and record.kind != Kind.MANDATE:
        raise RecordRefused("fulfilled_by", _("Only a mandate is fulfilled; leave this empty, or make it a mandate."))
    if record.fulfilled_by and record.partnership:
        raise RecordRefused(
            "fulfilled_by",
            _("This mandate is about a partnership already; leave one of the two empty."),
        )
    if record.kind == Kind.MANDATE and not (record.partnership or record.wanted.strip()):
        raise RecordRefused("wanted", _("Say what the mandate asks for, or choose the partnership that it is about."))
