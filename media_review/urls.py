from django.urls import path

from media_review.views import annotations, playback, sharing, uploads

app_name = "media_review"

recordings = [
    path("", sharing.list_recordings, name="list"),
    path("of-cycle/<uuid:pk>/", sharing.of_cycle, name="of_cycle"),
    path("<uuid:pk>/share/", sharing.share, name="share"),
    path("<uuid:pk>/share/<uuid:share_pk>/stop/", sharing.stop_sharing, name="stop_sharing"),
]
upload = [
    path("new/", uploads.new, name="new"),
    path("start/", uploads.start_upload, name="start_upload"),
    path("<uuid:pk>/upload/", uploads.upload, name="upload"),
    path("<uuid:pk>/parts/", uploads.parts, name="list_parts"),
    path("<uuid:pk>/parts/", uploads.parts, name="sign_parts"),
    path("<uuid:pk>/finish/", uploads.finish_upload, name="finish_upload"),
    path("<uuid:pk>/cancel/", uploads.cancel_upload, name="cancel_upload"),
    path("<uuid:pk>/progress/", uploads.progress, name="progress"),
    path("<uuid:pk>/about/", uploads.about, name="about"),
]
film = [
    path("<uuid:pk>/", playback.room, name="room"),
    path("<uuid:pk>/master.m3u8", playback.master, name="master"),
    path("<uuid:pk>/<int:height>.m3u8", playback.playlist, name="playlist"),
    path("<uuid:pk>/addresses/", playback.addresses, name="addresses"),
    path("<uuid:pk>/sprites.vtt", playback.sprites, name="sprites"),
    path("<uuid:pk>/poster/", playback.poster, name="poster"),
    path("<uuid:pk>/viewings/", playback.viewings, name="viewings"),
    path("<uuid:pk>/viewings/", playback.viewings, name="log_viewing"),
]
# Feedback has an address of its own: it stays the same, whatever its recording.
feedback = [
    path("<uuid:pk>/feedback/", annotations.add_annotation, name="add_annotation"),
    path("<uuid:pk>/feedback/share/", annotations.share_feedback, name="share_feedback"),
    path("feedback/<uuid:pk>/", annotations.annotation, name="annotation"),
    path("feedback/<uuid:pk>/edit/", annotations.edit_annotation, name="edit_annotation"),
    path("feedback/<uuid:pk>/delete/", annotations.delete_annotation, name="delete_annotation"),
    path("feedback/<uuid:pk>/reply/", annotations.reply, name="reply"),
    path("feedback/<uuid:pk>/next-step/", annotations.make_next_step, name="make_next_step"),
]
urlpatterns = [*recordings, *upload, *film, *feedback]
