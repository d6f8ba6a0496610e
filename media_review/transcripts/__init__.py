"""What is said in a recording: read from caption files, kept as cues, written again as WebVTT and SRT.

All but `storing` and `transcribing` is pure: functions from values to values.
"""
