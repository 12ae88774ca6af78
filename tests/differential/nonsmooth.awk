# Makes models of the rows of nonsmooth.txt, and their points (points.awk) in the file `points`.
BEGIN { FS = "|" }
/^[ \t]*(#|$)/ { next }
/^fn / { print; next }

# The condition of a row may have the bars of an `or`.
{
    body = $2
    for (i = 3; i < NF; i++)
        body = body FS $i
    results = split($NF, unused, " ")
    inputs = split($1, input, " ")
    arguments = ""
    elements = 0
    for (i = 1; i <= inputs; i++) {
        name = substr(input[i], 1, index(input[i], "=") - 1)
        size = split(input[i], unused, ",")
        arguments = arguments "in " name (size > 1 ? "[" size "]" : "") ", "
        elements += size
    }
    outputs = results / (1 + elements)
    match(body, /^(.*[;}])?/)
    statements = substr(body, 1, RLENGTH)
    expression = substr(body, RLENGTH + 1)
    model = "row" NR
    shape = (outputs > 1) ? "[" outputs "]" : ""
    printf "model %s(%sout result%s) {%s result = %s; }\n", model, arguments, shape, statements, expression
    print model FS $1 FS FS $NF >points
}
