"""--diagnostics=json says what the text says: for every wrong model of the golden tests each line of
standard error is an object, in the order, with the severity, place, code and message of the text, with
offsets that name the same place in the file, and with edits that fit there.
Usage: as_json.py ADC DIRECTORY..."""
import json
import os
import pathlib
import re
import subprocess
import sys

HEAD = re.compile(rb"^(?:(.*?):(\d+):(\d+)|adc): (error|warning): (.*) \[(?:-W)?([A-Za-z0-9-]+)\]$")
checked = failed = edits = 0


def fail(path, what):
    global failed
    failed += 1
    print(f"{path}: {what}")


def offset(text, line, column):
    """The byte at which a line and column begin, as the compiler counts them."""
    at = 0
    for _ in range(line - 1):
        at = text.index(b"\n", at) + 1
    if at == 0 and text.startswith(b"\xef\xbb\xbf"):
        at = 3
    while column > 1:
        at += 1
        if at >= len(text) or text[at] & 0xC0 != 0x80:
            column -= 1
    return at


def check_place(path, place, folder):
    text = (folder / place["file"]).read_bytes() if place["file"] != "<command line>" else None
    if text is None:
        return
    if not 0 <= place["begin"] <= place["end"] <= len(text):
        fail(path, f"offsets {place['begin']} to {place['end']} of {len(text)}")
    elif offset(text, place["line"], place["column"]) != place["begin"] and place["begin"] > 0:
        fail(path, f"{place['line']}:{place['column']} is not at byte {place['begin']}")


def run(adc, path, options, *more):
    command = [adc, path.name, *options, "-o", os.devnull, *more]
    return subprocess.run(command, cwd=path.parent, capture_output=True).stderr


def check(adc, path):
    global checked, edits
    first = path.read_bytes().split(b"\n", 1)[0].decode(errors="replace")
    options = re.sub(r"^(//|#) adc: ", "", first).split() if re.match(r"(//|#) adc: ", first) else []
    heads = [m for m in map(HEAD.match, run(adc, path, options).split(b"\n")) if m]
    lines = run(adc, path, options, "--diagnostics=json").decode("utf-8").splitlines()
    if len(heads) != len(lines):
        fail(path, f"{len(heads)} messages as text, {len(lines)} as JSON")
    for head, line in zip(heads, lines):
        said = json.loads(line)
        checked += 1
        file, number, column, severity, message, code = (
            part.decode(errors="replace") if part is not None else None for part in head.groups())
        if (said["severity"], said["code"]) != (severity, code):
            fail(path, f"{severity} {code} is said to be {said['severity']} {said['code']}")
        if "\ufffd" not in message and said["message"] != message:
            fail(path, f"`{message}` is said to be `{said['message']}`")
        if file is not None and (said["file"], said["line"], said["column"]) != (
                file, int(number), int(column)):
            fail(path, f"{file}:{number}:{column} is said to be elsewhere")
        for place in [said, *said["notes"], *said["helps"]]:
            if "file" in place:
                check_place(path, place, path.parent)
        edits += sum("replacement" in help for help in said["helps"])


def apply_edits(adc, folder):
    """The edits of a misspelt model make it right."""
    path = pathlib.Path(folder) / "misspelt.ad"
    for _ in range(20):
        lines = run(adc, path, [], "--diagnostics=json").decode().splitlines()
        helps = [h for line in lines for h in json.loads(line)["helps"] if "replacement" in h]
        if not lines:
            return
        if not helps:
            break
        text = path.read_bytes()
        edit = helps[0]
        path.write_bytes(text[: edit["begin"]] + edit["replacement"].encode() + text[edit["end"]:])
    fail(path, "the edits do not make the model right: " + "\n".join(lines))


def main():
    adc = os.path.abspath(sys.argv[1])
    os.environ["NO_COLOR"] = "1"
    for root in sys.argv[2:]:
        for golden in sorted(pathlib.Path(root).rglob("*.err")) + sorted(pathlib.Path(root).rglob("*.warn")):
            for path in golden.parent.glob(golden.stem + ".[ad]*"):
                if path.suffix in (".ad", ".dag"):
                    check(adc, path)
    import tempfile
    with tempfile.TemporaryDirectory() as folder:
        (pathlib.Path(folder) / "misspelt.ad").write_text(
            "modle m(in radius, parma k, out y) {\n"
            "    lte a = 2.0f*radus\n"
            "    y = fabs(a) and not k;\n"
            "}\n")
        apply_edits(adc, folder)
    print(f"{checked} messages and {edits} edits checked, {failed} failed")
    return 1 if failed or checked < 300 or edits < 30 else 0


sys.exit(main())
