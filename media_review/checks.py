"""What `manage.py check` says about the tools that read films."""

from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.core.checks import Error, Info, Warning, register
from django.core.exceptions import ImproperlyConfigured

from media_review import ffmpeg, sandbox
from media_review.transcripts import hearing


@register()
def ffmpeg_is_found(app_configs, **kwargs):
    try:
        found = ffmpeg.binaries()
    except ImproperlyConfigured as trouble:
        return [Error(str(trouble), hint="Install ffmpeg, or set FFMPEG_BIN and FFPROBE_BIN.", id="media_review.E001")]
    return [Info(f"Films are read by {found.ffmpeg} ({found.where}).", id="media_review.I001")]


@register()
def films_are_walled_in(app_configs, **kwargs):
    try:
        walls = sandbox.walls()
    except ImproperlyConfigured as trouble:
        return [Error(str(trouble), hint="Install bubblewrap, or allow user namespaces.", id="media_review.E002")]
    if walls == "bubblewrap":
        return []
    return [
        Warning(
            "Films from strangers are read WITHOUT a sandbox: only limits on time, memory and files hold.",
            hint="Install bubblewrap where it can make namespaces, or run the workers in a container without network "
            "and as a user of their own, and silence this check.",
            id="media_review.W001",
        )
    ]


@register()
def what_listens_is_there(app_configs, **kwargs):
    model = settings.WHISPER_MODEL_DIR
    if model is None:
        return []
    missing = [name for name in hearing.NEEDED if not (Path(model) / name).is_file()]
    if missing:
        trouble = f"There is no {' and no '.join(missing)} in WHISPER_MODEL_DIR={model!r}."
    elif find_spec("faster_whisper") is None:
        trouble = "WHISPER_MODEL_DIR is set, but faster-whisper is not installed on this host."
    else:
        return [Info(f"What is said is written down with the model in {model}.", id="media_review.I002")]
    hint = "Only hosts of workers need both; see Transcription in the README."
    return [Warning(trouble, hint=hint, id="media_review.W002")]
