#!/bin/sh
# Makes the recording that the demo plays: a spoken sentence over a few notes, synthesised here, so
# that nobody else's rights are in it. Wants espeak-ng and sox.
set -eu
out=${1:-src/main/resources/demo/voice.wav}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
espeak-ng -v en-gb -s 150 -w "$dir/speech.wav" \
  'This is Camel Audio. You hear a recording that went over the network, and came back whole.'
sox -R "$dir/speech.wav" -r 48000 -c 1 "$dir/speech48.wav" gain -n -4 pad 0.7 0.6
sox -R -n -r 48000 -c 1 "$dir/notes.wav" \
  synth 7 pluck C3 synth 7 pluck mix G3 synth 7 pluck mix E4 gain -n -16 fade t 0 7 2
sox -R -m "$dir/speech48.wav" "$dir/notes.wav" -b 16 "$out" gain -n -3 trim 0 6.4 fade t 0.01 6.4 0.3
