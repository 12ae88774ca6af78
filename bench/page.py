"""Writes the page of results, RESULTS.md, from what run.py left in its work directory."""
import json
import os
import re
import subprocess

import build
import report

HERE = os.path.dirname(os.path.abspath(__file__))
FIRST_NINE = ["bundle", "roe", "arm", "scholes", "scholes_hessian", "network", "dipole", "propane",
              "product"]
PACKAGES = ["libceres-dev", "libtrilinos-sacado-dev", "libadolc-dev", "python3-sympy", "libc6"]
KINDS = ["mul", "add", "fma", "div", "sqrt", "call", "stack", "other"]


def said(*command):
    """Returns the first line that a command prints, "" where there is none."""
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    except OSError:
        return ""
    return (done.stdout.splitlines() or [""])[0].strip()


def processor():
    text = open("/proc/cpuinfo").read() if os.path.exists("/proc/cpuinfo") else ""
    named = {k: re.search(r"^%s\s*: (.*)" % k, text, re.M) for k in ("model name", "model", "flags")}
    name = named["model name"][1] if named["model name"] else said("uname", "-m")
    model = ", model %s" % named["model"][1] if named["model"] else ""
    flags = named["flags"][1].split() if named["flags"] else []
    vectors = [f for f in ("fma", "avx2", "avx512f") if f in flags]
    return name + model + ((", with " + " ".join(vectors)) if vectors else "")


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|---|" + "---:|" * (len(head) - 1)]
    return lines + ["| " + " | ".join(row) + " |" for row in rows] + [""]


def head_lines(records):
    compilers = sorted({r["config"].split()[0] for r in records})
    versions = [v for v in (said("dpkg-query", "-W", p) for p in PACKAGES) if v]
    return ["# Results", "",
            "Made by `bench/run.py --write=bench/RESULTS.md`; [README.md](README.md) says what is measured and how.",
            "Nanoseconds for one point, values and derivative together, medians; ratios count, times are of one machine.",
            "", "- processor: " + processor()] + \
           ["- " + said(c, "--version") for c in compilers] + \
           ["- " + ", ".join(v.replace("\t", " ") for v in versions), ""]


def mean_line(label, times):
    """Returns adc's geometric means over these problems, each at its fastest compiler."""
    hand = [report.ratio(t, "adc", "hand") for t in times if report.ratio(t, "adc", "hand")]
    peer = [report.to_best(t) for t in times if report.to_best(t)]
    return [label, str(len(times)), report.number(report.mean(hand)),
            report.number(report.mean(peer))]


def summary_lines(records):
    lines = ["## The fastest of the compilers for each", "",
             "`best peer` is the fastest of the tools measured here; `published` the fastest of those that Debian has no",
             "package of, and adc's ratio to it through hand-written code and through the value alone (`published.txt`).", ""]
    lines += table(report.SUMMARY, report.summary_rows(records))
    fastest = report.fastest(records)
    other = {p: report.against_published(p, t, report.published()) for p, t in fastest.items()}
    nine = [fastest[p] for p in FIRST_NINE if p in fastest]
    rows = [mean_line("the first nine", nine), mean_line("all", list(fastest.values()))]
    lines += ["Geometric means:", ""]
    lines += table(["problems", "number", "adc/hand", "adc/best peer"], rows)
    through = [[r for r in (other[p][1] for p in FIRST_NINE if other.get(p)) if r],
               [r for r in (other[p][2] for p in FIRST_NINE if other.get(p)) if r]]
    lines += ["To the best published tool on the first nine: %s through hand-written code, %s through the value alone."
              % tuple(report.number(report.mean(r)) for r in through), ""]
    return lines


def config_lines(records, peers):
    lines = []
    for config in dict.fromkeys(r["config"] for r in records):
        rows = []
        for r in (r for r in records if r["config"] == config):
            t = r["times"]
            rows.append([r["problem"]] + [report.ns(t.get(n)) for n in list(report.PLAIN) + peers]
                        + [report.number(x) for x in (report.ratio(t, "adc", "value"),
                                                      report.ratio(t, "adc", "hand"),
                                                      report.to_best(t))])
        means = report.means([r for r in records if r["config"] == config])
        rows.append(["geometric mean"] + [""] * (3 + len(peers)) + list(map(report.number, means)))
        lines += ["## " + config, ""]
        lines += table(["problem"] + list(report.PLAIN) + peers + ["adc/value", "adc/hand", "adc/best"],
                       rows)
    return lines


def operation_lines(records):
    first = records[0]["config"]
    native = next((r["config"] for r in records if "native" in r["config"]), first)
    lines = ["## Operations", "",
             "Instructions in adc's derivative function as they stand in the object file (%s): products, sums, fused ones,"
             % native,
             "divisions, roots, calls, those that touch the stack, others. Where valgrind was asked (`--counts`, %s), the" % first,
             "instructions that one evaluation executes, libm included.", ""]
    rows = []
    counted = {r["problem"]: r.get("executed", {}) for r in records if r["config"] == first}
    for r in (r for r in records if r["config"] == native):
        executed = counted.get(r["problem"], {})
        rows.append([r["problem"]] + [str(r["mix"].get(k, 0)) for k in KINDS]
                    + [report.number(executed.get(n), "%.0f") for n in ("value", "hand", "adc", "sympy")])
    return lines + table(["problem"] + KINDS + ["value", "hand", "adc", "sympy"], rows)


def size_lines(records):
    first = records[0]["config"]
    lines = ["## Sizes and times to compile", "",
             "Lines of adc's C, bytes of code and constants, and seconds of processor time: adc's own, then the C",
             "compiler's (%s)." % first, ""]
    rows = []
    for r in (r for r in records if r["config"] == first):
        b, s = r["bytes"], r["seconds"]
        rows.append([r["problem"], str(r["lines"])]
                    + [report.number(b.get(n), "%d") for n in ("hand", "adc", "sympy")]
                    + [report.number(r["adc_seconds"])]
                    + [report.number(s.get(n)) for n in ("hand", "adc", "sympy", "jet", "sacado")])
    return lines + table(["problem", "lines", "bytes hand", "adc", "sympy", "adc runs", "cc hand", "cc adc",
                          "cc sympy", "cc jet", "cc sacado"], rows)


def shortfall_lines(records):
    """The problems that fall short of a mark, with the reasons of reasons.txt."""
    reasons = {}
    with open(os.path.join(HERE, "reasons.txt")) as file:
        for line in file:
            if line.strip() and not line.startswith("#"):
                name, why = line.strip().split(" ", 1)
                reasons[name] = why.strip()
    lines = ["## Where it falls short", "",
             "More than 1.15 times the hand-written code or slower than the best peer, at the fastest compiler of each.", ""]
    for problem, t in report.fastest(records).items():
        hand, peer = report.ratio(t, "adc", "hand"), report.to_best(t)
        if (hand or 0) > 1.15 or (peer or 0) > 1:
            lines.append("- **%s** (%s of hand, %s of the best peer): %s"
                         % (problem, report.number(hand), report.number(peer),
                            reasons.get(problem, "no reason known.")))
    return lines + [""]


def order_lines(work):
    name = os.path.join(work, "orders.json")
    if not os.path.exists(name):
        return []
    with open(name) as file:
        rows = report.order_rows(json.load(file))
    return ["## `auto` against the best single order", "",
            "Every quick order, with ties to the last and to the first, worst first (`bench/run.py --orders`). `auto is` the order",
            "whose code is the same as auto's, measured once.", ""] + \
        table(["problem", "compiler", "auto", "auto is", "best order", "ns", "auto/best"],
              [[p, c, report.ns(a), s, b, report.ns(n), report.number(q)]
               for p, c, a, s, b, n, q in rows])


def write(name, work):
    with open(os.path.join(work, "results.json")) as file:
        results = json.load(file)
    records = results["records"]
    measured = {n for r in records for n in r["times"]}
    peers = [n for n in build.PEERS if n in measured]
    lines = head_lines(records) + summary_lines(records) + shortfall_lines(records) + \
        config_lines(records, peers) + operation_lines(records) + size_lines(records) + \
        order_lines(work)
    if results["notes"]:
        lines += ["## Not measured", ""] + ["- " + re.sub(r": \S*/\S*\.log", "", note)
                                           for note in results["notes"]]
    with open(name, "w") as file:
        file.write("\n".join(lines).rstrip() + "\n")
