"""The addresses of the review room. Feedback has an address of its own: it stays the same, whatever its recording."""

from django.urls import path

from media_review.views import annotations, playback

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
feedback = [
    path("<uuid:pk>/feedback/", annotations.add_annotation, name="add_annotation"),
    path("<uuid:pk>/feedback/share/", annotations.share_feedback, name="share_feedback"),
    path("feedback/<uuid:pk>/", annotations.annotation, name="annotation"),
    path("feedback/<uuid:pk>/edit/", annotations.edit_annotation, name="edit_annotation"),
    path("feedback/<uuid:pk>/delete/", annotations.delete_annotation, name="delete_annotation"),
    path("feedback/<uuid:pk>/reply/", annotations.reply, name="reply"),
    path("feedback/<uuid:pk>/next-step/", annotations.make_next_step, name="make_next_step"),
]
urlpatterns = [*film, *feedback]
