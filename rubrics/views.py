"""Reading rubrics: all of them, and one with its editions."""

from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from rubrics.models import Edition, Rubric

ROOM = {"room": "rubrics"}


@require_safe
def rubric_list(request):
    editions = Edition.objects.published().prefetch_related("domains__criteria")
    rubrics = (
        Rubric.objects.visible_to(request.user)
        .filter(editions__in=Edition.objects.published())
        .select_related("organization")
        .prefetch_related(Prefetch("editions", queryset=editions, to_attr="published"))
    )
    return render(request, "rubrics/list.html", ROOM | {"rubrics": rubrics})


@require_safe
def detail(request, pk):
    """The published edition, or another that was once published, by `?edition=` and its number."""
    rubric = get_object_or_404(Rubric.objects.visible_to(request.user).select_related("organization"), pk=pk)
    editions = list(rubric.editions.issued())
    shown = _asked_for(editions, request.GET.get("edition"))
    if shown is None:
        raise Http404
    domains = shown.domains.prefetch_related("criteria__levels")
    context = {"rubric": rubric, "edition": shown, "editions": editions, "domains": domains}
    return render(request, "rubrics/detail.html", ROOM | context)


def _asked_for(editions, number):
    """The edition of that number; without a number the published one, or the newest where none is. Newest first."""
    if number:
        return next((edition for edition in editions if str(edition.number) == number), None)
    in_force = [edition for edition in editions if edition.state == Edition.State.PUBLISHED]
    return next(iter(in_force or editions), None)
