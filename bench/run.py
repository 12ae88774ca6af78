#!/usr/bin/env python3
"""Builds, checks and times the benchmark's problems; see README.md.

    bench/run.py [OPTION]... [PROBLEM]...
"""
import argparse
import glob
import json
import os
import re
import shlex
import subprocess
import sys

import build
import page
import report

ROOT = os.path.dirname(build.HERE)
VALGRIND_CALLS = 20


def arguments():
    parser = argparse.ArgumentParser(description="Speed of the generated code, side by side.")
    option = parser.add_argument
    option("problems", nargs="*", metavar="PROBLEM", help="of problems/; all by default")
    option("--adc", default=os.path.join(ROOT, "build/driver/adc"), help="the compiler")
    option("--adc-flags", default="", help="what adc is told besides, e.g. --order=reverse")
    option("--configs", help="compilers and flags, e.g. 'gcc -O2;clang -O3 -march=native'")
    option("--peers", default=",".join(build.PEERS), help="other tools; '' for none")
    option("--work", help="where to build; beside adc by default")
    option("--prefix", default="", help="a command that runs each measurement, e.g. 'nice -n -5'")
    option("--points", type=int, default=2048,
           help="that are drawn at most; fewer where they are long")
    option("--build-only", action="store_true", help="build and do not measure")
    option("--orders", action="store_true", help="auto against each quick order instead")
    option("--counts", action="store_true", help="also count executed instructions by valgrind")
    option("--keep", action="store_true",
           help="keep what earlier runs measured of other problems and configurations")
    option("--write", metavar="FILE", help="also write the page of results")
    return parser.parse_args()


def default_configs():
    clang = "clang-16" if in_path("clang-16") else "clang"
    return ";".join("%s %s" % (c, f) for c in ("gcc", clang) if in_path(c)
                    for f in ("-O2", "-O3 -march=native"))


def in_path(command):
    return any(os.access(os.path.join(d, command), os.X_OK)
               for d in os.environ["PATH"].split(os.pathsep))


def pin():
    """One core for a measurement, the last that we may use."""
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def measure(program, options):
    """Returns nanoseconds by function, and what differs: text by function."""
    command = shlex.split(options.prefix) + [program, str(options.points)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, preexec_fn=pin)
    if done.returncode != 0:
        sys.exit("%s failed with status %d" % (program, done.returncode))
    times, wrong = {}, {}
    for line in done.stdout.splitlines():
        name, said = line.split("\t")
        if said.startswith("differs"):
            wrong[name] = said
        else:
            times[name] = float(said)
    return times, wrong


def executed(program, name):
    """Returns the instructions that one call executes, by the difference of two runs."""
    counts = []
    for calls in (1, 1 + VALGRIND_CALLS):
        done = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null",
                               program, name, str(calls)], stderr=subprocess.PIPE, text=True)
        counts.append(int(re.search(r"Collected : (\d+)", done.stderr)[1]))
    return (counts[1] - counts[0]) / VALGRIND_CALLS


def static_counts(object_file, function):
    """Returns how often each kind of instruction stands in a function, by objdump."""
    listing = subprocess.run(["objdump", "-d", "--no-show-raw-insn", object_file],
                             stdout=subprocess.PIPE, text=True).stdout
    counts, inside = {}, False
    for line in listing.splitlines():
        if line.endswith(">:"):
            inside = re.search(r"<%s(\.\w+)*>:" % function, line) is not None
        elif inside and "\t" in line:
            word = line.split("\t")[1].split()[0]
            kind = report.kind_of(word, line)
            counts[kind] = counts.get(kind, 0) + 1
    return counts


def size_of(object_file):
    """Returns the bytes of code and constants."""
    done = subprocess.run(["size", object_file], stdout=subprocess.PIPE, text=True)
    return int(done.stdout.splitlines()[1].split()[0])


def lines_of(source):
    return sum(1 for line in open(source) if line.strip())


def run_problems(builder, configs, problems, options):
    """Builds and measures all; returns the list of records, one for a problem and configuration."""
    records = []
    for config in configs:
        print("\n" + config.text)
        report.print_head(builder.peers)
        for problem in problems:
            names = ["adc"] + builder.peers_of(problem)
            program, stamps = builder.build(config, problem, names)
            if options.build_only:
                continue
            times, wrong = measure(program, options)
            for name, how in wrong.items():
                builder.note("%s, %s: %s %s" % (problem.name, config.text, name, how))
            directory = os.path.dirname(program)
            record = {"problem": problem.name, "config": config.text, "times": times,
                      "wrong": wrong, "adc_seconds": problem.stamp["seconds"],
                      "lines": lines_of(problem.c),
                      "bytes": {n: size_of(os.path.join(directory, n + ".o"))
                                for n in ["hand"] + names if stamps[n]["ok"]},
                      "seconds": {n: s["seconds"] for n, s in stamps.items()},
                      "mix": static_counts(os.path.join(directory, "adc.o"),
                                           problem.function + "_" + problem.kind)}
            if options.counts and "native" not in config.text:  # valgrind knows no AVX-512
                record["executed"] = {n: executed(program, n) for n in ["value", "hand"] + names
                                      if n in times}
            records.append(record)
            report.print_row(record, builder.peers)
        report.print_means([r for r in records if r["config"] == config.text])
        sys.stdout.flush()
    return records


def order_names(adc):
    """Returns the quick orders, those that auto chooses from."""
    listing = subprocess.run([adc, "--order=list"], stdout=subprocess.PIPE, text=True).stdout
    slow = ("auto", "anneal", "lns")
    return [w[0] for w in (l.split() for l in listing.splitlines())
            if w and w[0] not in slow and not w[0].startswith("exact")]


def run_orders(builder, configs, problems, options):
    """Measures the code of every quick order beside that of auto; returns the records."""
    records = []
    for config in configs:
        for problem in problems:
            extra, seen = {}, {code_of(problem.c): "adc"}
            same = None
            for order in order_names(builder.adc):
                for tie in ("last", "first"):
                    name = "%s/%s" % (order, tie)
                    prefix = re.sub(r"\W", "_", name) + "_"
                    source = os.path.join(builder.work, problem.name, prefix + "order.c")
                    command = [builder.adc, problem.model, "-o", source, "--order=" + order,
                               "--tie=" + tie, "--prefix=" + prefix] + problem.flags
                    build.make(source, command, [builder.adc, problem.model])
                    text = code_of(source, prefix)
                    if text not in seen:  # equal code is measured once
                        seen[text] = name
                        extra[name] = (source, prefix)
                    elif seen[text] == "adc":
                        same = same or name
            program, _ = builder.build(config, problem, ["adc"] + list(extra), extra)
            if options.build_only:
                continue
            times, wrong = measure(program, options)
            records.append({"problem": problem.name, "config": config.text, "times": times,
                            "wrong": wrong, "same": same})
            report.print_orders(records[-1:], len(records) == 1)
    return records


def code_of(source, prefix=""):
    """Returns the words behind the opening comments, without other comments and the
    prefix, which moves line ends."""
    text = open(source).read()
    text = re.sub(r"/\*.*?\*/", "", text.replace(prefix, "") if prefix else text, flags=re.S)
    return " ".join(text[text.index("\nenum {"):].split())


def merged(builder, records):
    """Returns the records and those of earlier runs of other problems and configurations; adds the
    notes of these."""
    name = os.path.join(builder.work, "results.json")
    if not os.path.exists(name):
        return records
    with open(name) as file:
        earlier = json.load(file)
    new = {(r["problem"], r["config"]) for r in records}
    for note in earlier["notes"]:
        builder.note(note)
    return sorted([r for r in earlier["records"] if (r["problem"], r["config"]) not in new] + records,
                  key=lambda r: (r["config"].replace("clang", "h"), r["problem"]))


def save(builder, name, what):
    with open(os.path.join(builder.work, name), "w") as file:
        json.dump(what, file, indent=1)


def main():
    options = arguments()
    adc = os.path.abspath(options.adc)
    if not os.access(adc, os.X_OK):
        sys.exit("no compiler %s: build it first (ninja -C build), or give --adc=FILE" % adc)
    work = options.work or os.path.join(os.path.dirname(os.path.dirname(adc)), "bench", "work")
    known = sorted(os.path.basename(f)[:-2]
                   for f in glob.glob(os.path.join(build.HERE, "problems", "*.c")))
    names = options.problems or known
    for name in names:
        if name not in known:
            sys.exit("no problem %s; there are: %s" % (name, " ".join(known)))
    builder = build.Builder(adc, shlex.split(options.adc_flags), os.path.abspath(work),
                            [] if options.orders else [p for p in options.peers.split(",") if p])
    for peer in builder.missing:
        builder.note("without %s: %s is not installed (scripts/setup.sh --bench installs it)"
                     % (peer, build.PACKAGES[peer]))
    problems = [build.Problem(name, builder.work) for name in names]
    for problem in problems:
        wrong = problem.generate(adc, builder.adc_flags)
        if wrong:
            sys.exit("%s: adc fails:\n%s" % (problem.name, wrong))
    configs = [build.Config(c) for c in (options.configs or default_configs()).split(";")]
    if options.orders:
        records = run_orders(builder, configs, problems, options)
        print("\nworst first")
        report.print_orders(records, True)
        save(builder, "orders.json", records)
        return
    records = run_problems(builder, configs, problems, options)
    if not options.build_only:
        report.print_summary(records)
    report.print_notes(builder.notes)
    if options.build_only:
        return
    if options.keep:
        records = merged(builder, records)
    save(builder, "results.json", {"records": records, "notes": builder.notes})
    if options.write:
        page.write(options.write, builder.work)
    if any("adc" in r["wrong"] for r in records):
        sys.exit(1)


main()
