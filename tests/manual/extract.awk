# Takes the snippets out of the manual, a set of files each, numbered:
#   N.ad        the snippet, as a file that adc can read, line by line
#   N.right.ad  the same without the lines that are errors
#   N.where     the line of the manual at which it begins, and its own name where its first line has one
#   N.at        the options --at of its inputs
#   N.claims    "NUMBER VALUE..." and "NUMBER d/dx VALUE": what out argument `claim_NUMBER` must be
#   N.said      "LINE: KIND: MESSAGE": what adc must say, and where
# Blocks marked `console` become N.console; those marked `c` the file that the first line names. How snippets are written: manual.sh.
# Usage: awk -v to=DIRECTORY -f extract.awk language.md

# The numbers of "[[1, 2], [3, 4]]", blanks between them; sets `shape`.
function flat(list, rows, count) {
    shape = ""
    if (list ~ /^\[\[/) {
        rows = gsub(/\], *\[/, ", ", list) + 1
        gsub(/[\[\]]/, "", list)
        count = gsub(/, */, " ", list) + 1
        shape = "[" rows "," count/rows "]"
    } else if (list ~ /^\[/) {
        gsub(/[\[\]]/, "", list)
        count = list == "" ? 0 : gsub(/, */, " ", list) + 1
        shape = "[" count "]"
    }
    return list
}

# A claim "VALUE; d/dx = VALUE" about the value that the name has behind this line.
function claim(name, text, parts, count, i, slope) {
    number++
    count = split(text, parts, /; */)
    values = flat(parts[1])
    print number, values >(base ".claims")
    outputs = outputs ", out claim_" number shape
    for (i = 2; i <= count; i++) {
        if (split(parts[i], slope, / = /) != 2 || slope[1] !~ /^d\/d/) bad("a claim that is none: " text)
        print number, slope[1], slope[2] >(base ".claims")
    }
    return " claim_" number " = " name ";"
}

function bad(what) {
    print FILENAME ":" start ": " what
    failed = 1
}

# The comment "// x = 2, v = [1, 2]" of a first line.
function read_inputs(text, name, value) {
    sub(/^\/\/ /, "", text)
    while (match(text, /^[A-Za-z_]+ = (\[[^=]*\]|[^,\[]+)(, |$)/)) {
        value = substr(text, 1, RLENGTH)
        text = substr(text, RLENGTH + 1)
        sub(/, $/, "", value)
        name = value
        sub(/ = .*/, "", name)
        sub(/^[^=]*= /, "", value)
        value = flat(value)
        gsub(/ /, ",", value)
        inputs = inputs ", in " name shape
        print "--at " name "=" value >(base ".at")
    }
    if (text != "") bad("inputs that are none: " text)
}

function statement(line, name, comment) {
    if (!match(line, / +\/\/ [^\/]*$/)) return line
    comment = substr(line, RSTART, RLENGTH)
    name = substr(line, 1, RSTART - 1)
    sub(/^ +\/\/ /, "", comment)
    if (comment !~ /^(\[|-?[0-9]|-?inf|nan)/) return line
    if (name !~ /^(let |var )?[A-Za-z_]+.* [-+*\/]?= .*;$/) {
        bad("a claim on a line that assigns nothing: " line)
        return line
    }
    line = name
    sub(/^(let|var) /, "", name)
    match(name, /^[A-Za-z_0-9]+/)
    return line claim(substr(name, 1, RLENGTH), comment)
}

# Whether this line belongs to an item; an item in braces ends with a brace that begins a line.
function is_item(line, is) {
    is = in_item || line ~ /^(fn|const|import|extern) /
    if (line ~ /^(fn|const) .*\{( *\/\/.*)?$/) in_item = 1
    if (line ~ /^}/) in_item = 0
    return is
}

# Writes a whole file as it is. Else the lines stay where they are, and the model is begun before the
# first statement and ended behind the last.
function write_block(i, first, last, whole) {
    whole = lines[1] ~ /^\/\/ [a-z_]+\.ad/
    for (i = 1; i <= count; i++) {
        if (lines[i] ~ /^model /) whole = 1
        if (lines[i] ~ /^\/\/ [A-Za-z_]+ = /) read_inputs(lines[i])
        if (match(lines[i], /\/\/ (error|warning): /)) {
            print i ": " substr(lines[i], RSTART + 3) >(base ".said")
        }
    }
    print start, (lines[1] ~ /^\/\/ [a-z_]+\.ad/ ? substr(lines[1], 4) : "") >(base ".where")
    if (inputs == "") {
        inputs = ", in x"
        print "--at x=1" >(base ".at")
    }
    before = after = ""
    for (i = 1; i <= count && !whole; i++) {
        if (is_item(lines[i]) || lines[i] ~ /^ *(\/\/.*)?$/) continue
        if (!first) first = i
        last = i
        lines[i] = statement(lines[i])
    }
    for (i = 1; i <= count; i++) {
        if (i == first) before = "model snippet(" substr(inputs, 3) outputs ", out done) { "
        if (i == last) after = "\ndone = 0; }"
        print before lines[i] after >(base ".ad")
        print before (lines[i] ~ /\/\/ error: / ? "" : lines[i]) after >(base ".right.ad")
        before = after = ""
    }
}

/^```/ && !inside {
    kind = substr($0, 4)
    inside = 1
    start = NR + 1
    count = number = 0
    inputs = outputs = ""
    next
}
/^```$/ {
    inside = 0
    if (kind == "") next
    if (kind == "c") {
        if (lines[1] !~ /^\/\/ [a-z_]+\.c$/) bad("C without the name of its file")
        for (i = 1; i <= count; i++) print lines[i] >(to "/" substr(lines[1], 4))
        next
    }
    base = to "/" (++blocks)
    if (kind == "adc") {
        write_block()
    } else if (kind == "console") {
        print start >(base ".where")
        for (i = 1; i <= count; i++) print lines[i] >(base ".console")
    } else {
        bad("a block of unknown kind `" kind "`")
    }
    next
}
inside { lines[++count] = $0 }
END { exit failed }
