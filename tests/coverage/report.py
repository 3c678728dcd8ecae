"""Writes gcovr's JSON as Markdown: a table of the directories, and the lines that no test reaches."""

import collections
import json
import os
import sys


def share(reached, all_of_them):
    return f"{100 * reached / all_of_them:.1f} %" if all_of_them else "-"


def main(path):
    totals = collections.defaultdict(lambda: [0, 0, 0, 0])
    missed = []
    with open(path, encoding="utf-8") as file:
        files = json.load(file)["files"]
    for one in sorted(files, key=lambda f: f["file"]):
        lines = [l for l in one["lines"] if not l["gcovr/noncode"]]
        branches = [b for l in lines for b in l["branches"]]
        counts = [len(lines), sum(l["count"] > 0 for l in lines),
                  len(branches), sum(b["count"] > 0 for b in branches)]
        for name in (os.path.dirname(one["file"]), "all"):
            totals[name] = [a + b for a, b in zip(totals[name], counts)]
        missed.append((one["file"], [l["line_number"] for l in lines if not l["count"]]))

    print("# Coverage of include/\n\nMade by `tests/coverage/run`; don't edit.\n")
    print("| directory | lines | reached | branches | taken |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for name in sorted(totals, key=lambda n: (n == "all", n)):
        lines, reached, branches, taken = totals[name]
        print(f"| {name} | {lines} | {share(reached, lines)} | {branches} | {share(taken, branches)} |")
    print("\nLines that no test reaches:\n\n```")
    for name, numbers in missed:
        if numbers:
            print(name)
            with open(name, encoding="utf-8") as file:
                source = file.read().split("\n")
            for number in numbers:
                print(f"{number:5}  {source[number - 1].strip()}")
    print("```")


main(sys.argv[1])
