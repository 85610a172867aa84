#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the source of qunce(1) in both languages from what the built program says of its commands and options.
usage: make.py BUILD FOLDER"""
import os
import re
import subprocess
import sys

WORDS = {
    "en": {"file": "qunce.1.scd", "name": "qunce - county industry clusters assessed and projected", "synopsis": "SYNOPSIS", "commands": "COMMANDS",
           "usage": "*qunce* _COMMAND_ _STORE_ [_OPTION_]...", "options": "OPTIONS", "taken": "Of: {}.", "example": "EXAMPLES", "codes": "EXIT STATUS",
           "what": "A store holds what was reported of clusters, by whom and when; a policy pack says how they are judged. Every table comes as text, "
                   "JSON, CSV, TSV or Markdown, and every figure can be followed to file and line.", "description": "DESCRIPTION", "see": "SEE ALSO",
           "exits": "0 when everything asked for was done; 1 when --fail-on found what it looks for; 64 wrong usage, 65 bad data, 66 not found, 67 a script's error, "
                    "68 a script over its limits, 69 a store that cannot be read, 70 a bug, 71 no memory, 74 input or output failed, 75 busy.",
           "heads": ("Examples:", "Options:"), "title": "NAME"},
    "zh": {"file": "qunce.1.zh_CN.scd", "name": "qunce - 县域产业集群评估与情景推演", "synopsis": "用法", "commands": "命令", "usage": "*qunce* _命令_ _库_ [_选项_]...",
           "options": "选项", "taken": "用于:{}。", "example": "例子", "codes": "退出码", "description": "说明", "see": "另见", "title": "名称",
           "what": "库里存放集群上报的数据、由谁报送、何时得知;规则包说明怎样评判。每张表都可输出为文本、JSON、CSV、TSV 或 Markdown,每个数字都可追到文件和行号。",
           "exits": "0:已全部完成;1:--fail-on 有所发现;64 用法有误,65 数据有误,66 找不到,67 脚本有误,68 脚本超限,69 库不可读,70 程序缺陷,71 内存不足,74 读写失败,75 库正忙。",
           "heads": ("例子:", "选项:")},
}


def qunce(build, *words):
    environment = dict(os.environ, LANG="C.UTF-8", NO_COLOR="1")
    return subprocess.run([os.path.join(build, "qunce"), *words], capture_output=True, text=True, check=True, env=environment).stdout


def plain(text):
    return re.sub(r"([\\_*#\[\]~`<>|])", r"\\\1", text)


def read_help(build, name, language):
    """summary, operands, examples and options (in order) of a command"""
    lines = qunce(build, "help", name, "--lang", language).rstrip("\n").split("\n")
    examples, options, into = [], [], None
    for line in lines[2:]:
        if line == WORDS[language]["heads"][0]:
            into = examples
        elif line == WORDS[language]["heads"][1]:
            into = options
        elif line.strip() and into is not None:
            into.append(line.strip())
    options = [re.match(r"--(\S+)(?: (\S+))?\s{2,}(.*)", f"{line}  ") or re.match(r"--(\S+)(?: (\S+))? +(.*)", line) for line in options if re.match(r"--\S+", line)]
    return lines[0].split(" ", 2)[2] if lines[0].count(" ") > 1 else "", lines[1].strip(), examples, [m.groups() for m in options if m]


def page(build, language):
    words, names, option, users = WORDS[language], [], {}, {}
    out = [f"qunce(1)", "", f"# {words['title']}", "", words["name"], "", f"# {words['synopsis']}", "", words["usage"], "", f"# {words['description']}", "", plain(words["what"]), "",
           f"# {words['commands']}", ""]
    for line in qunce(build, "help", "--lang", language).split("\n"):
        found = re.match(r"  (\S+) +\S", line)
        if found:
            names.append(found.group(1))
    examples = []
    for name in names:
        operands, summary, shown, options = read_help(build, name, language)
        out += [f"*qunce {name}* {plain(operands)}".rstrip(), "\t" + plain(summary), ""]
        examples += shown[:1]
        for key, argument, text in options:
            if key not in ("city", "industry", "cluster", "help") and not key.endswith(","):
                option[key] = (argument or "", text.strip())
                users.setdefault(key, []).append(name)
    out += [f"# {words['options']}", ""]
    for key in sorted(option):
        argument, text = option[key]
        of = "" if len(users[key]) > 8 else " " + words["taken"].format(", ".join(users[key]))
        out += [f"*--{plain(key)}*" + (f" {plain(argument)}" if argument else ""), "\t" + plain(text + of), ""]
    out += [f"# {words['example']}", "", "```", *examples, "```", "", f"# {words['codes']}", "", plain(words["exits"]), "", f"# {words['see']}", "", "*libqunce*(3)", ""]
    return "\n".join(out)


def main():
    build, out = sys.argv[1:3]
    for language, words in WORDS.items():
        with open(os.path.join(out, words["file"]), "w", encoding="utf-8") as file:
            file.write(page(build, language))


if __name__ == "__main__":
    main()
