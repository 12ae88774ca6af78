# Whether what `adc eval` printed is what a snippet claims; prints what is not.
# A claim that ends in `...` gives the first digits only.
# Usage: awk -f compare.awk N.claims EVAL-OUTPUT

function agree(claim, found, digits) {
    if (claim ~ /\.\.\.$/) {
        digits = substr(claim, 1, length(claim) - 3)
        return substr(found, 1, length(digits)) == digits
    }
    if (claim ~ /inf|nan/ || found ~ /inf|nan/) return claim == found
    return claim + 0 == found + 0
}

FNR == 1 { file++ }
file == 1 { claims[++count] = $0; next }
/^claim_/ {
    name = $1
    sub(/\[.*/, "", name)
    value[name] = value[name] " " $3
}
/^d / { value[$2 " d/d" $5] = $7 }
END {
    for (i = 1; i <= count; i++) {
        n = split(claims[i], claim, " ")
        name = "claim_" claim[1]
        at = 2
        if (claim[2] ~ /^d\//) name = name " " claim[at++]
        m = split(value[name], found, " ")
        same = m == n - at + 1
        for (j = 1; same && j <= m; j++) same = agree(claim[at + j - 1], found[j])
        if (!same) {
            print "claim " claims[i] ": it is" value[name]
            failed = 1
        }
    }
    exit failed
}
