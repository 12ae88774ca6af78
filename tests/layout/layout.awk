# Writes a model anew with another layout: the same tokens, other white space and comments.
#   -v style=joined  one line, without comments and without any blank that is not needed
#   -v style=spread  between any two tokens a line end, blanks of every kind or a comment
#   -v style=lines   a line for each statement and each brace, no indentation, Windows line ends
# Usage: awk -v style=STYLE -f layout.awk MODEL.ad

# The length of the white space or comment at the beginning of the text, 0 where there is none.
function skipped(text) {
    if (match(text, /^[ \t\r\n\f\v]+/)) return RLENGTH
    if (match(text, /^(\/\/|#)[^\n]*/)) return RLENGTH
    if (substr(text, 1, 2) == "/*") return index(substr(text, 3), "*/") + 3
    return 0
}

# The length of the token at the beginning of the text.
function token_length(text) {
    if (match(text, /^[A-Za-z_][A-Za-z0-9_]*/)) return RLENGTH
    if (match(text, /^([0-9]+(\.[0-9]+)?|\.[0-9]+)([eE][-+]?[0-9]+)?/)) return RLENGTH
    if (match(text, /^"[^"]*"/)) return RLENGTH
    if (match(text, /^\.\.=/)) return RLENGTH
    if (match(text, /^([-+*\/=!<>]=|&&|\|\||\.\.|\*\*|\.[*\/^])/)) return RLENGTH
    return 1
}

# Whether two tokens would be read as others without anything between them.
function needs_blank(left, right) {
    if (left ~ /[A-Za-z0-9_]$/) return right ~ /^[A-Za-z0-9_]/
    return (left right) ~ /^(\/[\/*]|\*\*|\.\.=$)/ || right ~ /^\.[0-9]/
}

function between(left, right) {
    if (style == "spread") {
        separator = separators[1 + turn++ % separator_count]
        return (left == "/" && separator ~ /^\// ? " " : "") separator
    }
    if (style == "lines" && (left ~ /^[;{}]$/ || right ~ /^[{}]$/)) return "\r\n"
    if (style == "lines") return " "
    return needs_blank(left, right) ? " " : ""
}

BEGIN {
    separator_count = split("\n| /* ; } */ |\t| // let x = (1;\n|\n\n\n| # }\n|\r\n|\f\v |/* * / // # **/" \
        "|/**/| //\n|/* \n over lines\n */", separators, "|")
}
{ text = text $0 "\n" }
END {
    if (style == "spread") printf "\357\273\277"
    while (text != "") {
        length_of_it = skipped(text)
        if (length_of_it == 0) {
            length_of_it = token_length(text)
            token = substr(text, 1, length_of_it)
            if (last != "") printf "%s", between(last, token)
            printf "%s", token
            last = token
        }
        text = substr(text, length_of_it + 1)
    }
}
