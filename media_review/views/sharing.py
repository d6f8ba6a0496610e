"""Where recordings are listed, and where who may watch them is chosen and taken back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cycles.models import Cycle
from media_review import sharing, uploads
from media_review.forms.sharing import ShareForm
from media_review.models import Recording, Share

A_PAGE = 30


@require_safe
def list_recordings(request):
    visible = Recording.objects.visible_to(request.user).select_related("uploader", "cycle")
    mine = visible.filter(uploader=request.user)
    others = visible.exclude(uploader=request.user).exclude(state=Recording.State.UPLOADING)
    context = {"room": "cycles", "may_start": uploads.may_start(request.user)}
    context["unfinished"] = mine.filter(state=Recording.State.UPLOADING, size__gt=0)
    for name, recordings in (("mine", mine.exclude(state=Recording.State.UPLOADING)), ("others", others)):
        page = Paginator(recordings, A_PAGE).get_page(request.GET.get(name))
        context[name] = {"page": page, "cards": sharing.cards(page, request.user)}
    return render(request, "media_review/list.html", context)


@require_safe
def of_cycle(request, pk):
    """The recordings of a cycle that this reader may see, and the moments its next steps came from."""
    cycle = get_object_or_404(Cycle.objects.visible_to(request.user).select_related("partnership"), pk=pk)
    recordings = Recording.objects.visible_to(request.user).filter(cycle=cycle).select_related("uploader")
    context = {
        "cycle": cycle,
        "cards": sharing.cards(recordings, request.user),
        "moments": sharing.moments_by_step(cycle.next_steps(), request.user),
        "may_upload": cycle.may_edit(request.user),
        "is_partner": cycle.partnership.includes(request.user),
    }
    return render(request, "media_review/_of_cycle.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def share(request, pk):
    recording = _own(request, pk)
    data = request.POST if request.method == "POST" else None
    form = ShareForm(data, user=request.user, recording=recording)
    if form.is_valid():
        form.share()
        messages.success(request, _("Shared."))
        return redirect("media_review:share", pk=pk)
    context = {"recording": recording, "form": form, "shares": sharing.active_shares(recording), "room": "cycles"}
    context["audience"] = sharing.in_words(sharing.who_can_watch([recording])[recording.pk], request.user)
    return render(request, "media_review/share.html", context)


@require_POST
def stop_sharing(request, pk, share_pk):
    recording = _own(request, pk)
    ended = get_object_or_404(Share, pk=share_pk, recording=recording)
    ended.stop()
    messages.success(request, _("You no longer share it with %(names)s.") % {"names": sharing.names(ended)})
    return redirect("media_review:share", pk=pk)


def _own(request, pk):
    """404 for who may not see it, 403 for who may watch it but not decide who else may."""
    recording = get_object_or_404(Recording.objects.visible_to(request.user).select_related("uploader"), pk=pk)
    if not recording.may_share(request.user):
        raise PermissionDenied
    return recording
