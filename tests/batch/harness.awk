# Writes a C program that holds each function for many points of a header against that for one, bit
# for bit: awk -v header=m.h -f harness.awk m.h. It prints the functions that differ, and how many
# were compared. Arrays have as many elements as the enumerations of the header say.

# The number of elements of an array of this model, as C; a function's outputs g, dy, … by what they
# are. Arguments that are arrays of their own (--abi=args) are not known here.
function elements(array, base) {
    if (array == "x" || array == "dx" || array == "g" || array == "wx" || array == "hdx") {
        return base "_nx"
    }
    if (array == "p") {
        return base "_np"
    }
    if (array == "y" || array == "dy" || array == "w" || array == "wy") {
        return base "_ny"
    }
    return base "_" (array == "h" ? "hess" : array) "_nnz"
}

# Post: the model's part of the name of a function.
function base_of(name, at) {
    for (at in bases) {
        if (index(name, at "_") == 1 && length(at) > length(best)) {
            best = at
        }
    }
    return best
}

function write_test(name, list, parts, count, i, word, base, array, ins, outs, one, many) {
    best = ""
    base = base_of(name)
    count = split(list, parts, /, */)
    printf "static void test_%s(void)\n{\n", name
    for (i = 2; i <= count; i++) {
        array = parts[i]
        sub(/^.*\*/, "", array)
        if (array == "work") {
            printf "    static real work[%s_batch_work];\n", name
            many = many ", work"
            if ((name "_work") in works) {
                one = one ", work"
            }
            continue
        }
        printf "    enum { %s_count = %s };\n", array, elements(array, base)
        printf "    static real %s[(%s_count + 1) * STRIDE], %s_at[%s_count + 1];\n", array, array, array, array
        if (parts[i] ~ /^const/) {
            ins = ins sprintf("        fill(%s, (%s_count + 1) * STRIDE);\n", array, array)
            one_in = one_in sprintf("            take(%s_count, %s, same & %d, i, %s_at);\n", array, array, bit + 1, array)
            many = many sprintf(", %s, same & %d ? 0 : STRIDE", array, bit + 1)
            bit = 2*bit + 1
            one = one ", " array "_at"
        } else {
            outs = outs sprintf("        leave(%s, (%s_count + 1) * STRIDE);\n", array, array)
            optional = array == "y" && name !~ /_value$/ # may be NULL
            compare = compare sprintf("            wrong |= differ(%s_count, %s_at, %s, %si < count, i);\n", array, array, array,
                optional ? "wanted && " : "")
            many = many ", " (optional ? "wanted ? y : NULL" : array) ", STRIDE"
            one = one ", " array "_at"
        }
        i++ # its stride
    }
    printf "    int wrong = 0;\n"
    printf "    for (int same = 0; same <= %d; same++) {\n", bit
    printf "      for (size_t c = 0; c < 2 * sizeof counts / sizeof *counts; c++) {\n"
    printf "        const size_t count = counts[c / 2];\n        const int wanted = c %% 2 == 0; /* y */\n%s%s", ins, outs
    printf "        %s_batch(count%s);\n        (void)wanted;\n", name, many
    printf "        for (size_t i = 0; i < STRIDE; i++) {\n%s", one_in
    printf "            %s(%s);\n%s        }\n      }\n    }\n", name, substr(one, 3), compare
    printf "    report(\"%s\", wrong);\n}\n\n", name
    tests[++test_count] = name
    one_in = compare = ""
    bit = 0
}

BEGIN {
    printf "#include \"%s\"\n", header
    print "#include \"harness.h\"\n"
}

/^enum {/ {
    line = $0
    while (match(line, /[A-Za-z0-9_]+_nx = /)) {
        bases[substr(line, RSTART, RLENGTH - 6)] = 1
        line = substr(line, RSTART + RLENGTH)
    }
    if (match($0, /[A-Za-z0-9_]+_work = /)) {
        works[substr($0, RSTART, RLENGTH - 3)] = 1
    }
}

# A prototype may take several lines.
/^void [A-Za-z0-9_]+_batch\(/ {
    prototype = $0
    while (prototype !~ /;$/ && (getline line) > 0) {
        sub(/^ +/, " ", line)
        prototype = prototype line
    }
    name = prototype
    sub(/^void /, "", name)
    sub(/_batch\(.*$/, "", name)
    sub(/^[^(]*\(/, "", prototype)
    sub(/\);$/, "", prototype)
    write_test(name, prototype)
}

END {
    print "int main(void)\n{"
    for (i = 1; i <= test_count; i++) {
        printf "    test_%s();\n", tests[i]
    }
    print "    return finish();\n}"
}
