"""The editors' grammars colour models as the language reads them.

Each character of a model has a class: comment, string, keyword, constant, function, number, operator,
or none. Here the language's own words and a scanner say which; the TextMate grammar, run by a small
interpreter, and Vim, where it is installed, must say the same.
Usage: editors.py textmate|vim ADC SOURCE-ROOT MODEL.ad...
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile

OF_SCOPE = {
    "comment": "comment",
    "string": "string",
    "keyword.operator": "operator",
    "keyword": "keyword",
    "storage": "keyword",
    "constant.numeric": "number",
    "constant.language": "constant",
    "support.function": "function",
}
OF_GROUP = {
    "adcComment": "comment",
    "adcTodo": "comment",
    "adcString": "string",
    "adcItem": "keyword",
    "adcRole": "keyword",
    "adcStatement": "keyword",
    "adcConstant": "constant",
    "adcFunction": "function",
    "adcNumber": "number",
    "adcOperator": "operator",
}
TOKEN = re.compile(
    r"""(?P<comment>(//|\#)[^\n]*|/\*.*?\*/)
    |(?P<string>"[^"\n]*")
    |(?P<name>[A-Za-z_][A-Za-z0-9_]*)
    |(?P<number>([0-9]+(\.[0-9]+)?|\.[0-9]+)([eE][-+]?[0-9]+)?)
    |(?P<operator>\.\.=?|\.[*/^]|[-+*/=!<>]=?|\*\*|&&|\|\||[\^'?:])
    |(?P<none>.)""",
    re.VERBOSE | re.DOTALL,
)


def words_of(adc, root):
    """The keywords of lexer/tokens.def and the names of the built-in functions."""
    tokens = (root / "lexer/tokens.def").read_text()
    listed = subprocess.run([adc, "--list-functions"], capture_output=True, text=True, check=True)
    functions = {line.split("(")[0] for line in listed.stdout.splitlines()}
    return set(re.findall(r'"`([a-z]+)`"', tokens)), functions


def class_of_name(name, rest, keywords, functions):
    if name == "step":
        return "keyword" if re.match(r"[ \t]+-?[A-Za-z0-9_(.]", rest) else None
    if name == "with":
        return "keyword" if re.match(r"[ \t]+[A-Za-z_]", rest) else None
    if name in keywords:
        return "keyword"
    if name in ("pi", "inf"):
        return "constant"
    return "function" if name in functions and re.match(r"[ \t]*\(", rest) else None


def expected(text, keywords, functions):
    classes = []
    for match in TOKEN.finditer(text):
        kind = match.lastgroup if match.lastgroup != "none" else None
        if match.group("name"):
            kind = class_of_name(match.group(), text[match.end():], keywords, functions)
        elif match.group("comment"):
            kind = "comment"
        elif match.group("number"):
            kind = "number"
        classes += [kind] * len(match.group())
    return classes


def by_textmate(grammar, text):
    rules = [
        (re.compile(rule.get("match", rule.get("begin"))), rule)
        for rule in grammar["patterns"]
    ]
    classes, inside = [], None
    for line in text.splitlines(keepends=True):
        at = 0
        while at < len(line):
            if inside:
                end = re.compile(inside["end"]).search(line, at)
                stop = end.end() if end else len(line)
                kind = inside["name"]
                inside = None if end else inside
            else:
                found = [(m.start(), i) for i, (r, _) in enumerate(rules) if (m := r.search(line, at))]
                if not found:
                    classes += [None] * (len(line) - at)
                    break
                start, first = min(found)
                classes += [None] * (start - at)
                at, rule = start, rules[first][1]
                stop = rules[first][0].match(line, at).end()
                kind = rule["name"]
                inside = rule if "begin" in rule else None
            scope = next(s for s in OF_SCOPE if kind.startswith(s))
            classes += [OF_SCOPE[scope]] * (stop - at)
            at = stop
    return classes


def by_vim(root, models):
    """The classes of all models, from one run of Vim."""
    with tempfile.TemporaryDirectory() as folder:
        script = pathlib.Path(folder, "colour.vim")
        script.write_text(
            f"""set nomore runtimepath^={root}/editors/vim
filetype plugin on
syntax on
let s:out = []
for s:model in {[str(m) for m in models]}
    execute 'edit' fnameescape(s:model)
    call add(s:out, 'model ' . &filetype)
    for s:line in range(1, line('$'))
        let s:names = map(range(1, col([s:line, '$']) - 1), 'synIDattr(synID(s:line, v:val, 0), "name")')
        call add(s:out, join(map(s:names, 'v:val == "" ? "-" : v:val')))
    endfor
endfor
call writefile(s:out, '{folder}/out')
qall!
"""
        )
        subprocess.run(
            ["vim", "-N", "-u", "NONE", "-i", "NONE", "-n", "-es", "-S", str(script)],
            check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, timeout=300,
        )
        lines = pathlib.Path(folder, "out").read_text().split("\n")[:-1]
    files = []
    for line in lines:
        if line.startswith("model "):
            assert line == "model adc", "the file type of .ad is " + line
            files.append([])
        else:
            files[-1] += [OF_GROUP.get(name) for name in line.split()] + [None]
    return files


def compare(model, text, found, wanted):
    """The first character that has the wrong class, as a message."""
    for at, (f, w) in enumerate(zip(found, wanted)):
        if f != w and not text[at].isspace():
            line = text.count("\n", 0, at) + 1
            return f"{model}:{line}: `{text[at:].split()[0]}` is {f}; it should be {w}"
    return None if len(found) == len(wanted) else f"{model}: {len(found)} characters coloured"


def main():
    which, adc, root = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
    models = [pathlib.Path(m) for m in sys.argv[4:]]
    keywords, functions = words_of(adc, root)
    everything = "\n".join(sorted(keywords) + [f + "(" for f in sorted(functions)]) + " x\n"
    everything += "step 2 with f_x step = gamma pi inf a.^b c./d 0..=n x[..5] 1./v .5e-3 'v' # TODO\n"
    with tempfile.TemporaryDirectory() as folder:
        words = pathlib.Path(folder, "words.ad")
        words.write_text(everything)
        models = [words] + models
        texts = [m.read_text() for m in models]
        if which == "vim":
            found = by_vim(root, models)
        else:
            grammar = json.loads((root / "editors/vscode/syntaxes/adc.tmLanguage.json").read_text())
            found = [by_textmate(grammar, text) for text in texts]
    faults = [
        compare(m, t, f, expected(t, keywords, functions)) for m, t, f in zip(models, texts, found)
    ]
    for fault in filter(None, faults):
        print(fault)
    bad = sum(fault is not None for fault in faults)
    print(f"{len(models) - bad} passed, {bad} failed")
    sys.exit(bad > 0)


main()
