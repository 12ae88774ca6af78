# Compares what `adc eval` printed in several orders: lines "# ORDER" between blocks of "NAME = NUMBER".
# Orders multiply and add differently, so numbers may differ by rounding, judged against the largest of
# the model's derivatives; and infinities may meet as NaN in one order and not in another, but what is
# finite in one is finite in all.
function is_finite(number) {
    return number !~ /inf|nan/
}

function magnitude(number) {
    return number < 0 ? -number : number
}

function differ(a, b) {
    if (!is_finite(a) || !is_finite(b))
        return is_finite(a) != is_finite(b)
    return magnitude(a - b) > 1e-9 * (1 + largest)
}

/^# / { order = substr($0, 3); next }
{
    at = index($0, " = ")
    name = substr($0, 1, at - 1)
    number = substr($0, at + 3)
    if (is_finite(number) && magnitude(number) > largest)
        largest = magnitude(number)
    if (!(name in first_number)) {
        first_number[name] = number
        first_order[name] = order
    }
    names[++count] = name
    numbers[count] = number
    orders[count] = order
}
END {
    for (i = 1; i <= count; i++) {
        name = names[i]
        if (differ(first_number[name], numbers[i])) {
            printf "%s is %s by %s, %s by %s\n", name, first_number[name], first_order[name], numbers[i], orders[i]
            wrong = 1
        }
    }
    exit wrong
}
