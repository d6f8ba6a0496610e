"""A program of its own: writes down what is said in raw sound, with faster-whisper and a model in a folder.

    python hearing.py MODEL SOUND WORDS LANGUAGE

Runs inside the sandbox, without network, and imports nothing of ours: see `transcribing`. MODEL is the folder, SOUND
16-bit mono of 16,000 a second; LANGUAGE may be empty. WORDS becomes lines of JSON: the language first, then
[from, until, words] in milliseconds. How far it is, in microseconds of sound, is printed as ffmpeg prints it.
"""

import json
import os
import sys
from pathlib import Path

NEEDED = ("model.bin", "tokenizer.json")
# Whatever a library would like to fetch: a missing file is an error, and never a download.
os.environ["HF_HUB_OFFLINE"] = os.environ["TRANSFORMERS_OFFLINE"] = "1"


def main(model_folder, sound, words, language):
    missing = [name for name in NEEDED if not (Path(model_folder) / name).is_file()]
    if missing:
        sys.exit(f"There is no {' and no '.join(missing)} in {model_folder}.")
    from faster_whisper import WhisperModel
    from numpy import float32, fromfile

    samples = fromfile(sound, dtype="<i2").astype(float32) / 32768
    model = WhisperModel(model_folder, device="cpu", compute_type="int8", local_files_only=True)
    known = language if language in model.supported_languages else None
    segments, info = model.transcribe(samples, language=known, vad_filter=True)
    with open(words, "w", encoding="utf-8") as file:
        file.write(json.dumps(info.language) + "\n")
        for segment in segments:
            file.write(json.dumps([round(1000 * segment.start), round(1000 * segment.end), segment.text]) + "\n")
            print(f"out_time_us={round(1_000_000 * segment.end)}", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
