from django.urls import path

from media_review import room_urls
from media_review.views import sharing, uploads

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
urlpatterns = [*recordings, *upload, *room_urls.urlpatterns]
