#!/bin/sh
# Runs a program and compares what it prints with a file:  compare_output.sh PROGRAM EXPECTED
# Fails, with the difference, where they differ, and where the program ends with another status than 0.
set -u
printed=$(mktemp) || exit 99
trap 'rm -f "$printed"' EXIT

"$1" >"$printed"
status=$?
diff -u "$2" "$printed" || exit 1
if [ "$status" -ne 0 ]; then
    echo "$1: exit status $status"
    exit 1
fi
