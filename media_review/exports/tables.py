"""Feedback as a table: CSV for every program, XLSX for spreadsheets."""

import csv
import io

import xlsxwriter
from django.utils.translation import gettext as _

from media_review import clock

# A spreadsheet takes what begins like this (full width too) for a formula: https://owasp.org/www-community/attacks/CSV_Injection
FORMULA = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
WIDTHS = (10, 10, 12, 60, 40, 30, 24, 24, 20, 18, 20, 30, 30, 16)


def headings():
    return [
        *(_("From"), _("Until"), _("Kind"), _("Feedback"), _("What its author makes of it"), _("Link")),
        *(_("Domain"), _("Criterion"), _("Level")),
        *(_("Who"), _("When"), _("Answer to"), _("Next step"), _("State")),
    ]


def as_csv(pieces, in_zone):
    """UTF-8 with a byte order mark, without which spreadsheets garble every accent. `in_zone` makes times local."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(headings())
    for row in _rows(pieces, in_zone):
        writer.writerow([defused(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(pieces, in_zone, title):
    """A workbook of one sheet; its first row stays in view, and every cell is text."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"title": title})
        sheet = book.add_worksheet(_("Feedback")[:31])
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        for column, (name, width) in enumerate(zip(headings(), WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, name, bold)
        number = 0
        for number, row in enumerate(_rows(pieces, in_zone), start=1):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, cell, wrapped)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(number, 1), len(WIDTHS) - 1)
    return out.getvalue()


def _rows(pieces, in_zone):
    for piece in pieces:
        yield _row(piece, in_zone)
        for reply in piece.replies:
            yield _row(reply, in_zone, answers=piece)


def _row(piece, in_zone, answers=None):
    return [
        clock.exact(piece.start_ms),
        clock.exact(piece.end_ms) if piece.end_ms else "",
        _("reply") if answers else piece.word,
        piece.body,
        piece.interpretation,
        piece.link,
        piece.domain,
        piece.criterion,
        piece.level,
        piece.author,
        in_zone(piece.written_at).strftime("%Y-%m-%d %H:%M"),
        answers.body if answers else "",
        piece.next_step,
        piece.state,
    ]


def defused(cell):
    return f"'{cell}" if cell.startswith(FORMULA) else cell
