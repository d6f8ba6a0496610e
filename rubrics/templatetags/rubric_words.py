from django import template

from rubrics.wording import in_words

register = template.Library()
register.filter("in_words", in_words)
