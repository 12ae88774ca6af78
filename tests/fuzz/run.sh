#!/bin/sh
# Runs the fuzzer of the front end on one core. The corpus, every model of the repository to begin
# with and what the fuzzer finds of interest after that, is in BUILD/corpus; inputs that fail are put
# into BUILD/findings. Exit status 0: nothing was found.
# Usage: run.sh BUILD [SECONDS [FUZZER-OPTION...]]     (BUILD: set up with -Dfuzz=true)
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
build=$(cd "$1" && pwd)
seconds=${2:-300}
shift
[ $# -eq 0 ] || shift
ninja -C "$build" tests/fuzz/fuzz_front_end driver/adc >"$build/build.log" || {
    cat "$build/build.log"
    exit 1
}
mkdir -p "$build/corpus" "$build/findings"

# The seeds: every file by itself and, in one file each, every snippet of the manual.
number=0
find "$root/tests" "$root/examples" "$root/ir" "$root/bench" -name '*.ad' -size -32k | sort |
    while read -r file; do
        number=$((number + 1))
        cp "$file" "$build/corpus/seed_$number.ad"
    done
awk -v to="$build/corpus/manual_" '
    /^```/ { if (file != "") { close(file); file = "" } else if (/^```adc/) file = to (++n) ".ad"; next }
    file != "" { print >file }' "$root/docs/language.md"

# The words of the language, which random bytes would not find.
{
    sed -n 's/^TOKEN([A-Z_]*, "`\(.*\)`")$/"\1"/p' "$root/lexer/tokens.def"
    "$build/driver/adc" --list-functions | sed 's/^\([A-Za-z0-9_]*\).*/"\1"/'
} >"$build/words.dict"

cd "$build"
exec tests/fuzz/fuzz_front_end -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 \
    -max_len=4096 -dict=words.dict -artifact_prefix=findings/ -print_final_stats=1 "$@" corpus
