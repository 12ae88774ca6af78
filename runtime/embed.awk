# Makes a C table of the files of runtime functions: awk -f embed.awk FILE.c... > runtime_table.h
# FILE.c defines adc_FILE, FILE.h holds definitions; `#include "OTHER.c"` says that it needs adc_OTHER.
# Where C includes FILE.c twice, `#ifndef ADC_RUNTIME_FILE` guards it; that stays out of the table.

FNR == 1 {
    close_text()
    name = FILENAME
    sub(/.*\//, "", name)
    sub(/\.[ch]$/, "", name)
    names[++count] = name
    printf "static const char %s_text[] = {", name
}

/^#include "/ {
    split($0, quoted, "\"")
    sub(/\.c$/, "", quoted[2])
    needs[name] = needs[name] "\"adc_" quoted[2] "\", "
}

/^#include|^#(ifndef|define) ADC_RUNTIME_|^#endif \/\* ADC_RUNTIME_/ {
    blank = 1 # swallows the empty line behind it
    next
}

blank && /^$/ {
    next
}

{
    blank = 0
    add_line($0 "\n")
}

END {
    close_text()
    for (i = 1; i <= count; ++i) {
        printf "static const char *const %s_needs[] = {%s0};\n", names[i], needs[names[i]]
    }
    print "static const struct runtime_function runtime_table[] = {"
    for (i = 1; i <= count; ++i) {
        printf "    {\"adc_%s\", %s_text, %s_needs},\n", names[i], names[i], names[i]
    }
    print "};"
}

# As characters, since C promises string literals of 4095 characters only.
function add_line(line, i, c)
{
    printf "\n   "
    for (i = 1; i <= length(line); ++i) {
        c = substr(line, i, 1)
        if (c == "\n") {
            c = "\\n"
        } else if (c == "\\" || c == "'") {
            c = "\\" c
        }
        printf " '%s',", c
    }
}

function close_text()
{
    if (count > 0) {
        print "\n    0};"
    }
}
