from django.urls import path

from media_review.views import (
    agenda,
    annotations,
    answers,
    captions,
    changes,
    debrief,
    drafts,
    evidence,
    exports,
    laying,
    observing,
    own_view,
    playback,
    sharing,
    transcribing,
    uploads,
    voice,
)

app_name = "media_review"

recordings = [
    path("", sharing.list_recordings, name="list"),
    path("of-cycle/<uuid:pk>/", sharing.of_cycle, name="of_cycle"),
    path("<uuid:pk>/share/", sharing.share, name="share"),
    path("<uuid:pk>/share/<uuid:share_pk>/stop/", sharing.stop_sharing, name="stop_sharing"),
    path("<uuid:pk>/object/", sharing.object_to, name="object_to"),
    path("objections/<uuid:pk>/agree/", sharing.agree_to_sharing, name="agree_to_sharing"),
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
    path("<uuid:pk>/pieces/<int:attempt>/<int:number>.mp4", playback.piece, name="piece"),
    path("<uuid:pk>/addresses/", playback.addresses, name="addresses"),
    path("<uuid:pk>/sprites.vtt", playback.sprites, name="sprites"),
    path("<uuid:pk>/poster/", playback.poster, name="poster"),
    path("<uuid:pk>/viewings/", playback.viewings, name="viewings"),
    path("<uuid:pk>/viewings/", playback.viewings, name="log_viewing"),
    path("<uuid:pk>/lesson/", laying.lay_parts, name="lay_parts"),
]
# Feedback has an address of its own: it stays the same, whatever its recording.
feedback = [
    path("<uuid:pk>/feedback/changes/", changes.changes, name="changes"),
    path("<uuid:pk>/feedback/", annotations.add_annotation, name="add_annotation"),
    path("<uuid:pk>/feedback/share/", drafts.share_feedback, name="share_feedback"),
    path("<uuid:pk>/own-view/", own_view.ask_for_own_view, name="ask_for_own_view"),
    path("<uuid:pk>/own-view/waive/", own_view.waive_own_view, name="waive_own_view"),
    path("<uuid:pk>/feedback/restore/", annotations.restore_feedback, name="restore_feedback"),
    path("feedback/<uuid:pk>/", annotations.annotation, name="annotation"),
    path("feedback/<uuid:pk>/edit/", annotations.edit_annotation, name="edit_annotation"),
    path("feedback/<uuid:pk>/delete/", annotations.delete_annotation, name="delete_annotation"),
    path("feedback/<uuid:pk>/reply/", answers.reply, name="reply"),
    path("feedback/<uuid:pk>/respond/", answers.respond, name="respond"),
    path("feedback/<uuid:pk>/next-step/", answers.make_next_step, name="make_next_step"),
    path("feedback/<uuid:pk>/shows-step/", evidence.shows_step, name="shows_step"),
    path("<uuid:pk>/shows-step/", evidence.moment_shows_step, name="moment_shows_step"),
    path("evidence/<uuid:pk>/away/", evidence.take_evidence_away, name="take_evidence_away"),
    path("feedback/<uuid:pk>/agenda/", answers.talk_about, name="talk_about"),
]
# A lesson seen live, without a film; and the film, when it has come.
live = [
    path("observe/<uuid:pk>/", observing.observe, name="observe"),
    path("<uuid:pk>/clock/", observing.keep_clock, name="keep_clock"),
    path("<uuid:pk>/offline.js", observing.worker, name="worker"),
    path("<uuid:pk>/film/", observing.align, name="align"),
    path("<uuid:pk>/film/undo/", observing.undo_align, name="undo_align"),
]
# What a pair talks about at its post-conference: the page of a cycle's agenda, and what is done with each item.
conference = [
    path("debrief/<uuid:pk>/", debrief.debrief, name="debrief"),
    path("debrief/<uuid:pk>/asked-for/", debrief.talk_about_all, name="talk_about_all"),
    path("debrief/<uuid:pk>/now/", debrief.now, name="debrief_now"),
    path("debrief/<uuid:pk>/take/", debrief.drive, {"act": "take"}, name="take_wheel"),
    path("debrief/<uuid:pk>/tell/", debrief.drive, {"act": "tell"}, name="tell_place"),
    path("debrief/<uuid:pk>/leave/", debrief.drive, {"act": "leave"}, name="leave_wheel"),
    path("agenda/<uuid:pk>/move/", agenda.move, name="move_item"),
    path("agenda/<uuid:pk>/off/", agenda.take_off, name="take_off"),
    path("agenda/<uuid:pk>/discussed/", agenda.discuss, name="discuss"),
    path("agenda/<uuid:pk>/note/", agenda.keep_note, name="keep_note"),
    path("agenda/<uuid:pk>/point/", agenda.name_point, name="name_point"),
    path("agenda/<uuid:pk>/next-step/", agenda.make_step, name="make_step_of_item"),
]
spoken = [
    path("<uuid:pk>/voice/", voice.start_voice, name="start_voice"),
    path("voice/<uuid:pk>/arrived/", voice.finish_voice, name="finish_voice"),
    path("voice/<uuid:pk>/discard/", voice.discard_voice, name="discard_voice"),
    path("feedback/<uuid:pk>/voice/", voice.hear, name="hear"),
    path("feedback/<uuid:pk>/voice/state/", voice.voice_state, name="voice_state"),
]
taking_along = [
    path("<uuid:pk>/feedback.<str:ending>", exports.export, name="export"),
    path("<uuid:pk>/report/", exports.report, name="report"),
    path("<uuid:pk>/bring-in/", exports.bring_in, name="bring_in"),
]
words = [
    path("<uuid:pk>/transcript/", captions.transcript, name="transcript"),
    path("<uuid:pk>/captions.<str:ending>", captions.take_captions, name="take_captions"),
    path("<uuid:pk>/captions/", captions.edit_captions, name="edit_captions"),
    path("<uuid:pk>/captions/remove/", captions.remove_captions, name="remove_captions"),
    path("<uuid:pk>/captions/transcription/", transcribing.transcription, name="transcription"),
    path("<uuid:pk>/captions/transcription/start/", transcribing.transcribe, name="transcribe"),
    path("<uuid:pk>/captions/transcription/stop/", transcribing.stop_transcribing, name="stop_transcribing"),
]
urlpatterns = [*recordings, *upload, *film, *feedback, *live, *conference, *spoken, *taking_along, *words]
