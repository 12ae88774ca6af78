#!/bin/sh
# How fast adc itself is, stage by stage, and that time and memory are linear in the model's size.
# Usage: bench/throughput.sh BUILD        a build with --buildtype=release
set -eu
build=$1

# From text to IR: models of 10^5 and of 10^6 operations, a row a shape.
ninja -C "$build" bench/frontend >/dev/null
"$build/bench/frontend"
