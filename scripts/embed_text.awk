# Turns a text file (ASCII) into a C array that ends with a NUL: awk -v name=NAME -f embed_text.awk FILE.
# Character by character: C compilers need not take string constants of more than 4095.
BEGIN {
    printf "static const char %s[] = {", name
}
{
    printf "\n    "
    for (i = 1; i <= length($0); i++) {
        c = substr($0, i, 1)
        printf "'%s%s',", (c == "'" || c == "\\") ? "\\" : "", c
    }
    printf "'\\n',"
}
END {
    print "\n    '\\0'};"
}
