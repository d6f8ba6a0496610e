"""Which renditions a film gets, and with which words ffmpeg is asked for them. Nothing runs here."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_review import ffmpeg, pictures
from media_review.facts import Facts, browser_safe
from media_review.ladder import ladder, owed

SAFE = Facts(
    container="mov,mp4,m4a,3gp,3g2,mj2",
    duration_ms=600_000,
    video=0,
    width=1920,
    height=1080,
    rotation=0,
    fps=30,
    variable_fps=False,
    video_codec="h264",
    profile="High",
    pixel_format="yuv420p",
    video_bitrate=5_000_000,
    longest_gap_ms=2000,
    interlaced=False,
    hdr=False,
    audio=1,
    audio_codec="aac",
    channels=2,
)
SOUND = Facts(container="wav", duration_ms=600_000, audio=0, audio_codec="pcm_s16le", channels=2)
HEVC = replace(SAFE, video_codec="hevc", profile="Main 10", pixel_format="yuv420p10le", hdr=True)


def names(facts, **options):
    steps = ladder(facts, **options)
    return [steps.first.name, *(rung.name for rung in steps.rest)]


def test_a_safe_film_is_copied_first_and_made_smaller_later():
    assert names(SAFE) == ["source", "480p", "720p"]
    assert names(replace(SAFE, width=1280, height=720)) == ["source", "480p"]
    assert names(replace(SAFE, width=640, height=360)) == ["source"]


def test_any_other_film_gets_the_quick_rendition_first():
    assert names(HEVC) == ["480p", "720p"]
    assert names(replace(HEVC, width=1280, height=720)) == ["480p", "720p"]
    assert names(replace(HEVC, width=640, height=480)) == ["480p"]
    assert names(replace(HEVC, width=320, height=240)) == ["240p"]
    assert names(SAFE, may_copy=False) == ["480p", "720p"]


def test_a_film_held_upright_is_measured_by_its_short_side():
    first = ladder(replace(HEVC, width=1080, height=1920)).first
    assert (first.width, first.height) == (480, 852)


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"video_codec": "vp9"}, "vp9"),
        ({"profile": "High 10"}, "High 10"),
        ({"pixel_format": "yuv422p"}, "yuv422p"),
        ({"rotation": 90}, "90"),
        ({"interlaced": True}, "interlaced"),
        ({"width": 2560, "height": 1440}, "2560x1440"),
        ({"fps": 120}, "120"),
        ({"video_bitrate": 6_000_001}, "bits"),
        ({"longest_gap_ms": 10_001}, "keyframes"),
    ],
)
def test_each_rule_of_browsers_has_its_reason(change, word):
    assert browser_safe(SAFE) == ""
    assert word in browser_safe(replace(SAFE, **change))


sides = st.integers(min_value=16, max_value=3840)


@given(width=sides, height=sides, bitrate=st.integers(0, 10**8), copied=st.booleans())
def test_no_rendition_is_larger_than_the_film_or_has_odd_sides(width, height, bitrate, copied):
    facts = replace(SAFE if copied else HEVC, width=width, height=height, video_bitrate=bitrate)
    steps = ladder(facts)
    rungs = [rung for rung in (steps.first, *steps.rest) if not rung.copy]
    for rung in rungs:
        assert rung.width <= width
        assert rung.height <= height
        assert rung.width % 2 == rung.height % 2 == 0
        assert rung.bitrate <= max(2_500_000, 200_000)
    assert len({rung.name for rung in (steps.first, *steps.rest)}) == 1 + len(steps.rest)


def argv_of_every_command():
    steps = ladder(SAFE)
    yield ffmpeg.remux(SAFE, steps.first)
    yield ffmpeg.encode(HEVC, [ladder(HEVC).first])
    yield ffmpeg.finish(SAFE, steps.rest, pictures.plan(SAFE))
    yield ffmpeg.finish(SAFE, [], pictures.plan(SAFE))
    yield ffmpeg.encode(SOUND, [ladder(SOUND).first])
    yield ffmpeg.remux(SOUND, ladder(SOUND).first)
    yield ffmpeg.finish(SOUND, [], pictures.plan(SOUND))


@pytest.mark.parametrize("argv", [ffmpeg.probe_header(), ffmpeg.probe_packets(0), *argv_of_every_command()])
def test_every_command_is_guarded_before_it_opens_the_film(argv):
    before = argv[: argv.index("film")]
    for name, value in ffmpeg.GUARD.items():
        assert before[before.index(f"-{name}") + 1] == str(value)


@pytest.mark.parametrize("argv", list(argv_of_every_command()))
def test_every_output_leaves_the_films_notes_behind(argv):
    outputs = [word for word in argv if word.startswith("out/") and not word.endswith(".mp4")]
    assert argv.count("-map_metadata") == argv.count("-map_chapters") == argv.count("-dn") == len(outputs)
    assert "-nostdin" in argv


def test_the_rest_of_the_ladder_and_all_pictures_come_out_of_one_decode():
    argv = ffmpeg.finish(SAFE, ladder(SAFE).rest, pictures.plan(SAFE))
    assert argv.count("-i") == 1
    assert "split=4" in argv[argv.index("-filter_complex") + 1]
    assert {"out/480p.m3u8", "out/720p.m3u8", "out/poster.png", "out/sprite.png", "out/sound.raw"} <= set(argv)


def test_sound_alone_has_one_rung_and_nothing_is_drawn_of_it_but_its_shape():
    assert names(SOUND) == ["sound"]
    assert not ladder(SOUND).first.copy
    assert owed(SOUND, {0}) == []
    assert [word for word in ffmpeg.finish(SOUND, [], pictures.plan(SOUND)) if word.startswith("out/")] == [
        "out/sound.raw"
    ]
    aac = replace(SOUND, container="mov,mp4,m4a,3gp,3g2,mj2", audio_codec="aac")
    assert ladder(aac).first.copy
    assert not ladder(aac, may_copy=False).first.copy


def test_only_plain_aac_is_copied():
    copied = ffmpeg.remux(SAFE, ladder(SAFE).first)
    assert copied[copied.index("-c:a") + 1] == "copy"
    for other in (replace(SAFE, channels=6), replace(SAFE, audio_codec="opus")):
        argv = ffmpeg.remux(other, ladder(other).first)
        assert argv[argv.index("-c:a") + 1] == "aac"
        assert argv[argv.index("-c:v") + 1] == "copy"


def test_pictures_alone_decode_keyframes_alone_when_there_are_enough():
    def decodes_few(facts, rungs=()):
        return "-skip_frame" in ffmpeg.finish(facts, rungs, pictures.plan(facts))

    assert decodes_few(SAFE)
    assert not decodes_few(SAFE, ladder(SAFE).rest)
    assert not decodes_few(replace(SAFE, longest_gap_ms=9000))
    assert not decodes_few(replace(SAFE, duration_ms=2100)), "the poster comes after the one keyframe"


@given(duration=st.integers(min_value=500, max_value=6 * 3600 * 1000))
def test_one_sheet_holds_the_previews_of_any_film(duration):
    plan = pictures.plan_sprites(replace(SAFE, duration_ms=duration))
    assert 1 <= plan.count <= min(100, plan.columns * plan.rows)
    assert (plan.count - 1) * plan.interval_ms < duration <= plan.count * plan.interval_ms
    cues = pictures.sprites_vtt(plan, duration).split("\n\n")[1:]
    assert len(cues) == plan.count
    times = [cue.split("\n")[0].split(" --> ") for cue in cues]
    assert all(end == begin for (_, end), (begin, _) in pairwise(times))
    places = {cue.split("#xywh=")[1] for cue in cues}
    assert len(places) == plan.count
