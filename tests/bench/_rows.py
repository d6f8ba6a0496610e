"""Rows by the million: `insert` makes them of SQL over their number, and leaves the rest to the fields' defaults."""

import json
import uuid

from django.apps import apps
from django.db import connection, models


def insert(model, number, /, *, where="true", **columns):
    """Rows 1 to `number` of a model; `columns` are SQL over `n`, all others the defaults of their fields."""
    model = apps.get_model(model) if isinstance(model, str) else model
    values = {field.column: _default(field) for field in model._meta.concrete_fields if not _counts_itself(field)}
    values |= columns
    names, told = ", ".join(f'"{name}"' for name in values), ", ".join(values.values())
    with connection.cursor() as cursor:
        rows = f"generate_series(1, {number}) as n where {where}"
        cursor.execute(f'insert into "{model._meta.db_table}" ({names}) select {told} from {rows}')
        _count_on(cursor, model)


def _count_on(cursor, model):
    """Rows that were numbered by hand must not be numbered again."""
    if _counts_itself(model._meta.pk):
        sequence = f"pg_get_serial_sequence('\"{model._meta.db_table}\"', 'id')"
        cursor.execute(f'select setval({sequence}, (select max(id) from "{model._meta.db_table}"))')


def _counts_itself(field):
    return isinstance(field, models.AutoField)


def _default(field):
    if not field.has_default():
        return "''" if isinstance(field, models.CharField | models.TextField) and not field.null else "null"
    value = field.get_default()
    if value is None:
        return "null"
    if isinstance(value, uuid.UUID):
        return "gen_random_uuid()"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | dict):
        return quoted(json.dumps(value))
    return quoted(value)


def quoted(value):
    return "'" + str(value).replace("'", "''") + "'"


def one_of(ids):
    return f"(array[{', '.join(quoted(each) for each in ids)}]::uuid[])[1 + n % {len(ids)}]"
