"""Tables of what the benchmark measured, on the terminal and as a page."""
import math
import os

HERE = os.path.dirname(os.path.abspath(__file__))
PLAIN = ("value", "hand", "adc")


def kind_of(word, line):
    """Returns the kind of an x86 or ARM instruction for the table of operations."""
    for kind, parts in (("fma", ("fmadd", "fmsub", "fnmadd", "fnmsub", "fmla", "fmls")),
                        ("mul", ("muls", "mulp", "fmul")), ("div", ("divs", "divp", "fdiv")),
                        ("sqrt", ("sqrt",)), ("add", ("adds", "addp", "subs", "subp", "fadd",
                                                      "fsub"))):
        if any(part in word for part in parts) and (kind == "sqrt" or word[-1] in "sdl"):
            return kind
    if word in ("call", "bl"):
        return "call"
    if "(%rsp" in line or "[sp" in line:
        return "stack"
    return "other"


def mean(ratios):
    """Returns the geometric mean, or None of nothing."""
    return math.exp(sum(map(math.log, ratios)) / len(ratios)) if ratios else None


def number(value, form="%.2f"):
    return "-" if value is None else form % value


def ns(value):
    return "-" if value is None else "%.1f" % value if value < 1000 else "%.0f" % value


def ratio(times, a, b):
    return times[a] / times[b] if a in times and b in times else None


def best_peer(times):
    """Returns the name of the fastest other tool, or None."""
    peers = [n for n in times if n not in PLAIN]
    return min(peers, key=times.get) if peers else None


def to_best(times):
    peer = best_peer(times)
    return ratio(times, "adc", peer) if peer else None


def print_head(peers):
    print("%-18s" % "problem" + "%9s" * (3 + len(peers)) % tuple(list(PLAIN) + peers)
          + "%8s%8s%8s" % ("/value", "/hand", "/best"))


def print_row(record, peers):
    times = record["times"]
    print("%-18s" % record["problem"]
          + "".join("%9s" % ns(times.get(n)) for n in list(PLAIN) + peers)
          + "".join("%8s" % number(r) for r in (ratio(times, "adc", "value"),
                                                ratio(times, "adc", "hand"), to_best(times))),
          flush=True)


def means(records):
    """Returns the geometric means of adc to the value, to hand-written code, to the best peer."""
    def of(ratio_of):
        return mean([r for r in map(ratio_of, (record["times"] for record in records)) if r])
    return (of(lambda t: ratio(t, "adc", "value")), of(lambda t: ratio(t, "adc", "hand")),
            of(to_best))


def print_means(records):
    if records:
        print("geometric means: adc/value %s, adc/hand %s, adc/best peer %s"
              % tuple(map(number, means(records))))


def fastest(records):
    """Returns times by problem: for each function the fastest of all compilers and flags."""
    result = {}
    for record in records:
        times = result.setdefault(record["problem"], {})
        for name, time in record["times"].items():
            times[name] = min(time, times.get(name, time))
    return result


def published():
    """Returns, by problem, the value, the hand-written code and the tools of published.txt."""
    result = {}
    with open(os.path.join(HERE, "published.txt")) as file:
        for line in file:
            words = line.split()
            if words and words[0] != "#":
                hand = None if words[2] == "-" else float(words[2])
                result[words[0]] = {"value": float(words[1]), "hand": hand,
                                    "tools": dict(zip(words[3::2], map(float, words[4::2])))}
    return result


def against_published(problem, times, table):
    """Returns the best published tool and adc's ratio to it, through hand-written code (or None) and
    through the value alone; None where there is none."""
    if problem not in table or "adc" not in times:
        return None
    row = table[problem]
    tool = min(row["tools"], key=row["tools"].get)
    through = [times["adc"] / times[base] * row[base] / row["tools"][tool] if row[base] else None
               for base in ("hand", "value")]
    return [tool] + through


def summary_rows(records):
    """Returns rows of cells: the best of the compilers for every function."""
    table = published()
    rows = []
    for problem, times in fastest(records).items():
        peer = best_peer(times)
        other = against_published(problem, times, table)
        rows.append([problem] + [ns(times.get(n)) for n in PLAIN]
                    + [number(ratio(times, "adc", "value")), number(ratio(times, "adc", "hand")),
                       "%s %s" % (peer, ns(times[peer])) if peer else "-", number(to_best(times)),
                       other[0] if other else "-"]
                    + [number(r) for r in (other[1:] if other else (None, None))])
    return rows


SUMMARY = ["problem", "value", "hand", "adc", "adc/value", "adc/hand", "best peer", "adc/peer",
           "published", "by hand", "by value"]


def print_summary(records):
    print("\nThe fastest of the compilers for each; `published` tools by their ratios to hand-written"
          "\ncode and to the value alone (published.txt)")
    widths = [18, 8, 8, 8, 10, 9, 16, 9, 14, 8, 9]
    for row in [SUMMARY] + summary_rows(records):
        print("".join(cell.ljust(w) if i == 0 else cell.rjust(w)
                      for i, (cell, w) in enumerate(zip(row, widths))))


def print_notes(notes):
    if notes:
        print("\nNot measured:\n  " + "\n  ".join(notes))


def order_rows(records):
    """Returns rows, worst first: problem, configuration, auto's time, the best order and its time,
    the ratio."""
    rows = []
    for record in records:
        times = record["times"]
        orders = {n: t for n, t in times.items() if n not in PLAIN}
        if "adc" in times and record["same"]:
            orders[record["same"]] = times["adc"]
        if "adc" in times and orders:
            best = min(orders, key=orders.get)
            rows.append((record["problem"], record["config"], times["adc"], record["same"] or "-",
                         best, orders[best], times["adc"] / orders[best]))
    return sorted(rows, key=lambda row: -row[-1])


def print_orders(records, head):
    """Worst first. `auto is` names the single order whose code equals that of auto, and is measured once."""
    if head:
        print("%-18s %-22s %9s %-26s %-26s %9s %8s"
              % ("problem", "compiler", "auto ns", "auto is", "best order", "ns", "auto/best"))
    for row in order_rows(records):
        print("%-18s %-22s %9.1f %-26s %-26s %9.1f %8.2f" % row, flush=True)
