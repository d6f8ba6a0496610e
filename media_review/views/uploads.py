"""The road of a film from a device into the store: JSON for the upload element, HTML for people."""

from functools import wraps

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from media_review import uploads
from media_review.forms.uploads import AboutForm, PartsForm, StartForm, largest_film
from media_review.models import Recording

STOP_POLLING = 286


def patient(view):
    """A store that does not answer is said in words, as something that passes; the upload element tries again."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except (BotoCoreError, ClientError):
            sentence = _("The place where films are kept does not answer. Nothing is lost: try again in a moment.")
            if request.headers.get("Accept") == "application/json":
                return JsonResponse({"sentence": sentence}, status=503)
            messages.error(request, sentence)
            return redirect("media_review:list")
        except Recording.DoesNotExist as error:  # deleted by its uploader while we were at it
            raise Http404 from error

    return answer


@require_safe
def new(request):
    if not uploads.may_start(request.user):
        raise PermissionDenied
    form = StartForm(user=request.user, membership=request.membership, cycle_id=request.GET.get("cycle"))
    unfinished = uploads.unfinished(request.user).count()
    context = {"unfinished": unfinished, "left": uploads.MOST_UNFINISHED - unfinished, "most": uploads.MOST_UNFINISHED}
    context |= {"form": form, "limit": largest_film(), "room": "cycles"}
    return render(request, "media_review/upload_new.html", context)


@require_POST
@patient
def start_upload(request):
    if not uploads.may_start(request.user):
        raise PermissionDenied
    form = StartForm(request.POST, user=request.user, membership=request.membership)
    if not form.is_valid():
        return _refusal(form)
    return JsonResponse(_upload(form.start()))


@require_safe
def upload(request, pk):
    """The page of one upload: where it goes on after a reload, and where its uploader waits until it can be watched."""
    recording = _own(request, pk)
    return _upload_page(request, recording, AboutForm(instance=recording, user=request.user))


@never_cache
@require_http_methods(["GET", "POST"])
@patient
def parts(request, pk):
    """GET says what has arrived, POST signs addresses for parts that have not."""
    recording = _own_film(request, pk)
    if request.method == "GET":
        return JsonResponse(_upload(recording))
    if recording.state != Recording.State.UPLOADING:
        return JsonResponse({"sentence": _("This film has arrived already.")}, status=409)
    form = PartsForm(request.POST, recording)
    if not form.is_valid():
        return _refusal(form)
    return JsonResponse({"urls": uploads.sign(recording, form.cleaned_data["digests"])})


@require_POST
@patient
def finish_upload(request, pk):
    recording = _own_film(request, pk)
    try:
        uploads.finish(recording)
    except uploads.Incomplete as gap:
        sentence = _("Some of this film has not arrived: %(count)s parts are missing.") % {"count": len(gap.missing)}
        return JsonResponse({"sentence": sentence, "missing": gap.missing}, status=409)
    return JsonResponse({"recording": str(recording.pk), "progress": _addresses(recording)["progress"]})


@require_POST
@patient
def cancel_upload(request, pk):
    recording = _own(request, pk)
    try:
        uploads.cancel(recording)
    except uploads.TooLate:
        messages.error(request, _("This film has arrived already, so there is nothing to cancel."))
    else:
        messages.success(request, _("“%(title)s” is deleted, with all that was sent of it.") % {"title": recording})
    return redirect("media_review:list")


@require_GET
@never_cache
def progress(request, pk):
    """How far a recording is. Answers nothing while nothing changed, and ends the polling once all is done."""
    recording = get_object_or_404(Recording.objects.visible_to(request.user), pk=pk)
    context = {
        "recording": recording,
        "with_path": "path" in request.GET,
        "is_mine": recording.may_upload(request.user),
    }
    if request.GET.get("seen") == f"{recording.state}-{recording.progress}":
        return HttpResponse(status=204)
    status = STOP_POLLING if recording.is_settled else 200
    return render(request, "media_review/_progress.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def about(request, pk):
    """Title, lesson and what to look at: saved as it is typed."""
    recording = _own(request, pk)
    data = request.POST if request.method == "POST" else None
    form = AboutForm(data, instance=recording, user=request.user)
    saved = form.is_valid()
    if saved:
        # Only these columns: a worker may be writing the others.
        recording.save(update_fields=list(form.fields))
    if not request.htmx:
        return redirect("media_review:upload", pk=pk) if saved else _upload_page(request, recording, form)
    template = "_about_saved.html" if form.is_bound else "_about.html"
    return render(request, f"media_review/{template}", {"recording": recording, "about": form, "saved": saved})


def _upload_page(request, recording, form):
    context = {"recording": recording, "about": form, "addresses": _addresses(recording)}
    return render(request, "media_review/upload.html", context | {"limit": largest_film(), "room": "cycles"})


def _own(request, pk, **conditions):
    """404 for who may not see it, 403 for who may watch it but did not upload it."""
    films = Recording.objects.visible_to(request.user).exclude(state=Recording.State.LIVE)
    recording = get_object_or_404(films, pk=pk, **conditions)
    if not recording.may_upload(request.user):
        raise PermissionDenied
    return recording


def _own_film(request, pk):
    return _own(request, pk, size__gt=0)


def _refusal(form):
    sentences = [str(sentence) for errors in form.errors.values() for sentence in errors]
    return JsonResponse({"sentence": " ".join(sentences)}, status=422)


def _addresses(recording):
    names = {"page": "upload", "parts": "list_parts", "finish": "finish_upload", "cancel": "cancel_upload"}
    names |= {"progress": "progress", "about": "about"}
    return {key: reverse(f"media_review:{name}", args=[recording.pk]) for key, name in names.items()}


def _upload(recording):
    """Everything the upload element needs to go on: the plan, what has arrived, and where to ask for more."""
    return {
        "recording": str(recording.pk),
        "size": recording.size,
        "part_size": recording.part_size,
        "parts": len(uploads.plan(recording)),
        "have": uploads.arrived(recording),
        "seconds": settings.SIGNED_URL_SECONDS,
        "addresses": _addresses(recording),
    }
