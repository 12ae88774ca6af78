# The lines `x NUMBERS` and `p NUMBERS` of a model at a point: the numbers of its `in` and of its `param`
# arguments, in the order of their declarations.
# Usage: awk -v model=NAME -f language.awk POINT FILE.ad       (POINT has a line NAME=NUMBERS each)
NR == FNR {
    numbers[substr($0, 1, index($0, "=") - 1)] = substr($0, index($0, "=") + 1)
    next
}
{
    sub(/ *(\/\/|#).*/, "")
    text = text " " $0
}
END {
    sub(".*model  *" model " *\\(", "", text)
    sub(/\).*/, "", text)
    while (match(text, /(in|param|out) +[A-Za-z_0-9]+/)) {
        split(substr(text, RSTART, RLENGTH), word, " +")
        text = substr(text, RSTART + RLENGTH)
        if (word[1] == "in") x = x " " numbers[word[2]]
        if (word[1] == "param") p = p " " numbers[word[2]]
    }
    gsub(",", " ", x)
    gsub(",", " ", p)
    print "x " x "\np " p
}
