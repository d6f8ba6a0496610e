from django.urls import path

from cycles.views import cycles, pairs, records, steps

app_name = "cycles"
urlpatterns = [
    path("", cycles.cycle_list, name="list"),
    path("start/", cycles.start, name="start"),
    path("partnerships/start/", pairs.start_partnership, name="start_partnership"),
    path("partnerships/<uuid:pk>/", pairs.edit_partnership, name="edit_partnership"),
    path("<uuid:pk>/", cycles.detail, name="detail"),
    path("<uuid:pk>/advance/", cycles.advance, name="advance"),
    path(
        "<uuid:pk>/pre-conference/",
        records.save_record,
        {"stage": "pre_conference"},
        name="save_pre_conference",
    ),
    path("<uuid:pk>/lesson/", records.save_record, {"stage": "lesson"}, name="save_lesson"),
    path(
        "<uuid:pk>/post-conference/",
        records.save_record,
        {"stage": "post_conference"},
        name="save_post_conference",
    ),
    path("<uuid:pk>/reflection/", records.save_reflection, name="save_reflection"),
    path("<uuid:pk>/steps/", steps.add_step, name="add_step"),
    path("steps/<uuid:pk>/", steps.edit_step, name="edit_step"),
    path("steps/<uuid:pk>/finish/", steps.finish_step, name="finish_step"),
    path("steps/<uuid:pk>/reopen/", steps.reopen_step, name="reopen_step"),
    path("steps/<uuid:pk>/carry/", steps.carry_step, name="carry_step"),
]
