"""Where recordings are listed, and where who may watch them is chosen and taken back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cycles.models import Cycle, asking_once
from media_review import agenda, laying, objecting, observing, sharing, uploads
from media_review.forms.sharing import ShareForm
from media_review.models import Recording, Share

A_PAGE = 30


@require_safe
def list_recordings(request):
    visible = observing.apart(request.user).select_related("uploader", "cycle")
    mine = visible.filter(uploader=request.user)
    others = visible.exclude(uploader=request.user).exclude(state=Recording.State.UPLOADING)
    context = {"room": "cycles", "may_start": uploads.may_start(request.user)}
    context["objections"] = objecting.standing(request.user)
    context["unfinished"] = mine.filter(state=Recording.State.UPLOADING, size__gt=0)
    shelves = {"mine": mine.exclude(state=Recording.State.UPLOADING), "others": others}
    pages = {name: Paginator(films, A_PAGE).get_page(request.GET.get(name)) for name, films in shelves.items()}
    cards = sharing.cards([film for page in pages.values() for film in page], request.user)
    for name, page in pages.items():
        context[name] = {"page": page, "cards": [card for card in cards if card.is_mine is (name == "mine")]}
    return render(request, "media_review/list.html", context)


@require_safe
@asking_once
def of_cycle(request, pk):
    """The recordings of a cycle that this reader may see, and the moments its next steps came from."""
    cycle = get_object_or_404(Cycle.objects.visible_to(request.user).select_related("partnership"), pk=pk)
    recordings = observing.apart(request.user).filter(cycle=cycle).select_related("uploader")
    cards = laying.with_parts(sharing.cards(recordings, request.user), cycle)
    context = {
        "cycle": cycle,
        "cards": cards,
        "moments": sharing.moments_by_step(cycle.next_steps(), request.user),
        "agenda": agenda.counts(cycle, request.user),
        "may_upload": cycle.may_edit(request.user),
        "is_partner": cycle.partnership.includes(request.user),
    }
    return render(request, "media_review/_of_cycle.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def share(request, pk):
    recording = _own(request, pk)
    data = request.POST if request.method == "POST" else None
    form = ShareForm(data, user=request.user, recording=recording)
    if form.is_valid() and form.share():
        messages.success(request, _("Shared."))
        return redirect("media_review:share", pk=pk)
    context = {"recording": recording, "form": form, "shares": sharing.active_shares(recording), "room": "cycles"}
    context["wish"] = objecting.wish(recording)
    context["audience"] = sharing.cards([recording], request.user)[0].audience
    return render(request, "media_review/share.html", context)


@require_POST
def stop_sharing(request, pk, share_pk):
    recording = _own(request, pk)
    ended = get_object_or_404(Share, pk=share_pk, recording=recording)
    ended.stop()
    messages.success(request, _("You no longer share it with %(names)s.") % {"names": sharing.names(ended)})
    return redirect("media_review:share", pk=pk)


@require_POST
def object_to(request, pk):
    """Somebody of the group asks that it is not shared: from now on she does not see it either."""
    recordings = Recording.objects.visible_to(request.user).select_related("uploader", "cycle__partnership")
    recording = get_object_or_404(recordings, pk=pk)
    if not recording.may_object(request.user):
        raise PermissionDenied
    objecting.object_to(recording, request.user)
    said = _("Only %(name)s can watch it from now on. If you change your mind, say so here.")
    messages.success(request, said % {"name": recording.uploader.short_name})
    return redirect("media_review:list")


@require_POST
def agree_to_sharing(request, pk):
    objection = get_object_or_404(objecting.standing(request.user), pk=pk)
    objecting.agree(objection)
    said = _("You agree. %(name)s may share it again.") % {"name": objection.recording.uploader.short_name}
    messages.success(request, said)
    return redirect("media_review:list")


def _own(request, pk):
    """404 for who may not see it, 403 for who may watch it but not decide who else may."""
    recording = get_object_or_404(Recording.objects.visible_to(request.user).select_related("uploader"), pk=pk)
    if not recording.may_share(request.user):
        raise PermissionDenied
    return recording
