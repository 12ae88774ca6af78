#!/bin/sh
# How fast adc itself is, stage by stage, and that time and memory are linear in the model's size.
# Usage: bench/throughput.sh BUILD        a build with --buildtype=release
set -eu
build=$1
ninja -C "$build" bench/frontend bench/stages >/dev/null

# From text to IR: models of 10^5 and of 10^6 operations, a row a shape.
"$build/bench/frontend"

# From text to C: models of 10^3 to 10^6 operations, a table a shape, a row a stage.
"$build/bench/stages"
