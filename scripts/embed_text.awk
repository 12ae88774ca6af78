# Turns a text file into a C string constant: awk -v name=NAME -f embed_text.awk FILE.
BEGIN {
    printf "static const char %s[] =", name
}
{
    gsub(/\\/, "\\\\")
    gsub(/"/, "\\\"")
    printf "\n    \"%s\\n\"", $0
}
END {
    print ";"
}
