"""Builds what the benchmark runs, in a work directory where nothing is built twice.

A target is made anew when its command or the contents of what it is made from change; beside it
stands a stamp with the processor seconds that it took and whether it succeeded.
"""
import concurrent.futures
import hashlib
import json
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
CXX_PEERS = {"jet": [], "sacado": [], "rad": [], "adolc": ["-ladolc"]}
PEERS = list(CXX_PEERS) + ["sympy"]
INCLUDES = {"jet": "ceres/jet.h", "sacado": "trilinos/Sacado_No_Kokkos.hpp",
            "rad": "trilinos/Sacado_No_Kokkos.hpp", "adolc": "adolc/adolc.h"}
PACKAGES = {"jet": "libceres-dev", "sacado": "libtrilinos-sacado-dev",
            "rad": "libtrilinos-sacado-dev", "adolc": "libadolc-dev", "sympy": "python3-sympy"}
INCLUDE_FLAGS = ["-I/usr/include/eigen3", "-isystem", "/usr/include/trilinos"]
SYMPY_SECONDS = "180"


def key_of(command, sources):
    digest = hashlib.sha256("\0".join(command).encode())
    for source in sources:
        with open(source, "rb") as file:
            digest.update(hashlib.sha256(file.read()).digest())
    return digest.hexdigest()


def make(target, command, sources, stdin=None, stdout=False):
    """Makes `target` by `command` unless it is up to date. Returns its stamp: seconds, ok."""
    key = key_of(command, sources + ([stdin] if stdin else []))
    stamp_name = target + ".stamp"
    if os.path.exists(stamp_name):
        with open(stamp_name) as file:
            stamp = json.load(file)
        if stamp["key"] == key and (os.path.exists(target) or not stamp["ok"]):
            return stamp
    os.makedirs(os.path.dirname(target), exist_ok=True)
    with open(target + ".log", "w") as log, open(stdin or os.devnull) as given, \
            open(target if stdout else os.devnull, "w") as out:
        process = subprocess.Popen(command, stdin=given, stdout=out, stderr=log)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    stamp = {"key": key, "ok": process.returncode == 0, "seconds": usage.ru_utime + usage.ru_stime}
    with open(stamp_name, "w") as file:
        json.dump(stamp, file)
    return stamp


def write_if_changed(name, text):
    os.makedirs(os.path.dirname(name), exist_ok=True)
    if not os.path.exists(name) or open(name).read() != text:
        with open(name, "w") as file:
            file.write(text)


class Config:
    """A compiler and its flags, such as `gcc -O2`."""

    def __init__(self, text):
        words = text.split()
        self.text = text
        self.cc, self.flags = words[0], words[1:]
        self.cxx = self.cc.replace("gcc", "g++") if "gcc" in self.cc else \
            self.cc.replace("clang", "clang++")
        self.directory = re.sub(r"[^\w]+", "_", text)

    # GNU's dialects, the compilers' own defaults: there they may contract a*b + c.
    def c(self):
        return [self.cc, "-std=gnu11"] + self.flags

    def cpp(self):
        return [self.cxx, "-std=gnu++17"] + self.flags


class Problem:
    """One of problems/NAME.c: what its comment says of its model, and what it is made of."""

    def __init__(self, name, work):
        self.name = name
        self.source = os.path.join(HERE, "problems", name + ".c")
        text = open(self.source).read()
        said = lambda word: re.findall(r"\b%s: (.*?)(?: \*/)?$" % word, text, re.M)
        model = (said("model") or ["problems/%s.ad" % name])[0]
        self.model = os.path.normpath(os.path.join(HERE, model))
        self.flags = (said("adc") or [""])[0].split()
        self.skipped = dict(s.split(" ", 1) for s in said("skip"))
        self.work = os.path.join(work, name)
        self.template = os.path.join(HERE, "problems", name + ".hpp")
        self.sparse = "--layout=csr" in self.flags

    def generate(self, adc, adc_flags):
        """Runs adc; returns what was wrong, or None."""
        self.c = os.path.join(self.work, "model.c")
        self.stamp = make(self.c, [adc, self.model, "-o", self.c] + self.flags + adc_flags,
                          [adc, self.model])
        if not self.stamp["ok"]:
            return open(self.c + ".log").read()
        match = re.search(r"^void (\w+)_(gradient|jacobian|hessian)\(", open(self.c).read(), re.M)
        self.function, self.kind = match[1], match[2]
        return None

    def generate_sympy(self, adc, python):
        """Has SymPy write its code; whether it did."""
        ir = os.path.join(self.work, "model.ir")
        flags = [f for i, f in enumerate(self.flags)
                 if f.startswith("-D") or self.flags[i - 1] == "-D"]
        if not make(ir, [adc, self.model, "--emit=ir", "-o", ir] + flags, [adc, self.model])["ok"]:
            return False
        script = os.path.join(HERE, "peers", "sympy_code.py")
        return make(os.path.join(self.work, "sympy.c"),
                    ["timeout", SYMPY_SECONDS, python, script, self.kind, str(int(self.sparse))],
                    [script], stdin=ir, stdout=True)["ok"]

    def candidate(self, name, prefix=""):
        """Returns the declaration of a candidate, and what stands for it in the table."""
        if name in PEERS:
            return "derivative_function peer_%s;\n" % name, "peer_" + name
        function = "%s%s_%s" % (prefix, self.function, self.kind)
        if self.kind != "hessian":
            return "derivative_function %s;\n" % function, function
        return ("void %(f)s(const double *x, const double *p, const double *w, double *h);\n"
                "static void call_%(f)s(const double *x, const double *p, double *y, double *d)\n"
                "{\n    static const double one = 1;\n    (void)y;\n    %(f)s(x, p, &one, d);\n}\n"
                % {"f": function}), "call_" + function

    def candidates_file(self, names, prefixes={}):
        """Writes the table of candidates; returns its name."""
        value = self.function + "_value"
        text = '#include "bench.h"\n\nvalue_function %s;\n' % value
        text += "value_function *const generated_value = %s;\n" % value
        if self.sparse:
            pattern = self.function + ("_hess" if self.kind == "hessian" else "_jac")
            text += "extern const int %s_ptr[], %s_idx[];\n" % (pattern, pattern)
            text += "const int *const pattern_ptr = %s_ptr;\n" % pattern
            text += "const int *const pattern_idx = %s_idx;\n" % pattern
        rows = ""
        for name in names:
            declaration, function = self.candidate(name, prefixes.get(name, ""))
            text += declaration
            rows += '    {"%s", %s},\n' % (name, function)
        text += "const struct candidate candidates[] = {\n%s    {NULL, NULL},\n};\n" % rows
        file = os.path.join(self.work, "orders.c" if prefixes else "candidates.c")
        write_if_changed(file, text)
        return file


class Builder:
    """Builds problems under configurations."""

    def __init__(self, adc, adc_flags, work, peers):
        self.adc, self.adc_flags, self.work = adc, adc_flags, work
        self.python = next((p for p in (sys.executable, "/usr/bin/python3") if subprocess.run(
            [p, "-c", "import sympy"], stderr=subprocess.DEVNULL).returncode == 0), None)
        self.peers = [p for p in peers if self.has(p)]
        self.missing = [p for p in peers if p not in self.peers]
        self.pool = concurrent.futures.ThreadPoolExecutor(os.cpu_count())
        self.notes = []

    def has(self, peer):
        if peer == "sympy":
            return self.python is not None
        return any(os.path.exists(os.path.join(d, INCLUDES[peer]))
                   for d in ("/usr/include", "/usr/local/include"))

    def note(self, text):
        if text not in self.notes:
            self.notes.append(text)

    def peers_of(self, problem):
        """The peers that are to be built for this problem."""
        chosen = []
        for peer in self.peers:
            if peer in problem.skipped:
                self.note("%s: without %s: %s" % (problem.name, peer, problem.skipped[peer]))
            elif peer in CXX_PEERS and not os.path.exists(problem.template):
                self.note("%s: without %s: no %s.hpp" % (problem.name, peer, problem.name))
            elif (peer == "rad" and problem.kind != "gradient") or \
                    (peer == "jet" and problem.kind == "hessian"):
                pass  # not what it is for
            elif peer == "sympy" and not problem.generate_sympy(self.adc, self.python):
                self.note("%s: without sympy: it takes too long, or fails: %s"
                          % (problem.name, os.path.join(problem.work, "sympy.c.log")))
            else:
                chosen.append(peer)
        return chosen

    def object_of(self, config, problem, name, source=None):
        """The target, command and sources of one object file."""
        target = os.path.join(self.work, problem.name, config.directory, name + ".o")
        if name in CXX_PEERS:
            source = os.path.join(HERE, "peers", name + ".cpp")
            command = config.cpp() + ["-DPROBLEM=\"%s\"" % problem.template, "-w",
                                      "-DPEER=peer_" + name, "-D" + problem.kind.upper()]
            command += (["-DSPARSE"] if problem.sparse else []) + INCLUDE_FLAGS
            sources = [source, problem.template, os.path.join(HERE, "peers", "function.hpp")]
            included = re.search(r'#include "(\w+\.hpp)"', open(problem.template).read())
            if included:
                sources.append(os.path.join(HERE, "problems", included[1]))
        else:
            command = config.c() + ["-I" + HERE]
            sources = [source, os.path.join(HERE, "bench.h")]
            if name in ("bench", "timing"):
                sources.append(os.path.join(HERE, "timing.h"))
        return target, command + ["-c", source, "-o", target], sources

    def build(self, config, problem, names, extra=None):
        """Builds the program of these candidates (adc, peers, or those of `extra`: name to source
        and prefix). Returns its name, and the stamps of its objects by name."""
        sources = {"bench": os.path.join(HERE, "bench.c"),
                   "timing": os.path.join(HERE, "timing.c"), "hand": problem.source,
                   "adc": problem.c, "sympy": os.path.join(problem.work, "sympy.c")}
        extra = extra or {}
        always = ["bench", "timing", "hand", "adc"]
        wanted = always + [n for n in names if n != "adc"]
        sources.update({name: source for name, (source, _) in extra.items()})
        jobs = {n: self.object_of(config, problem, n, sources.get(n)) for n in wanted}
        stamps = dict(zip(jobs, self.pool.map(lambda job: make(*job), jobs.values())))
        good = []
        for name in wanted:
            if stamps[name]["ok"]:
                good.append(name)
            elif name in always:
                sys.exit("%s: %s does not compile: %s.log" % (problem.name, name, jobs[name][0]))
            else:
                self.note("%s: without %s: it does not compile: %s.log"
                          % (problem.name, name, jobs[name][0]))
        listed = [n for n in names if n in good]
        table = problem.candidates_file(listed, {n: p for n, (_, p) in extra.items()})
        program = os.path.join(self.work, problem.name, config.directory,
                               "orders" if extra else "program")
        cpp = any(n in CXX_PEERS for n in good)
        objects = [jobs[n][0] for n in good]
        link = (config.cpp() if cpp else config.c()) + ["-I" + HERE]
        table_object = program + "_table.o"
        make(table_object, config.c() + ["-I" + HERE, "-c", table, "-o", table_object],
             [table, os.path.join(HERE, "bench.h")])
        libraries = sorted({flag for n in good for flag in CXX_PEERS.get(n, [])})
        stamp = make(program, link + [table_object] + objects + libraries + ["-lm", "-o", program],
                     [table_object] + objects)
        if not stamp["ok"]:
            sys.exit("%s does not link: %s.log" % (problem.name, program))
        return program, stamps
