# Expands points, lines "MODEL | NAME=NUMBERS ... | NAME=NUMBERS ... | RESULTS" (in arguments, params, and
# what is expected there, the last two may be missing), to "MODEL|OPTIONS|x numbers|p numbers|RESULTS".
# ~N:LOW:HIGH in place of numbers stands for N of them, the same ones in every run: multiples of the
# golden ratio's fractional part, which fill the interval evenly.
BEGIN { FS = "|" }
/^[ \t]*(#|$)/ { next }

function drawn(spec,    part, i, at, list) {
    split(substr(spec, 2), part, ":")
    for (i = 0; i < part[1]; i++) {
        at = ++draws * 0.6180339887498949
        list = list (i == 0 ? "" : ",") sprintf("%.17g", part[2] + (part[3] - part[2]) * (at - int(at)))
    }
    return list
}

# Adds to `options`; returns the numbers, separated by blanks.
function numbers(field,    word, i, equals, value, list) {
    split(field, word, " ")
    for (i = 1; i in word; i++) {
        equals = index(word[i], "=")
        value = substr(word[i], equals + 1)
        if (value ~ /^~/)
            value = drawn(value)
        options = options " --at " substr(word[i], 1, equals) value
        gsub(",", " ", value)
        list = list " " value
    }
    return list
}

{
    options = ""
    gsub(/[ \t]/, "", $1)
    x = numbers($2)
    p = numbers($3)
    print $1 "|" options "|" x "|" p "|" $4
}
