"""The C++ that a programmer would write for one policy: columns in vectors, activities grouped by lead, one `if` a rule; g++ -O3.

The program reads both files, then for each line of its standard input scores all leads once and answers "WALL CPU" in milliseconds. The
scores of the first run go to a file, in the order of the leads."""
import os
import subprocess

import workload

FLAGS = ["-std=c++20", "-O3", "-march=native"]


def activity_arguments(rule):
    return '%d, %d, "%s"sv' % (workload.KINDS.index(rule[1]), workload.AS_OF_SECONDS - rule[3] * workload.DAY, rule[2])


def statement(rule):
    number = lambda field, operator, bound: "(has_%s && %s %s %d)" % (field, field, operator, bound)
    kind = rule[0]
    if kind == "each":
        return "points += std::min<std::int64_t>(%d, %d * count(%s));" % (rule[5], rule[4], activity_arguments(rule))
    if kind == "compare":
        condition = number(*rule[1:4])
    elif kind == "both":
        condition = "%s && %s" % (number(*rule[1]), number(*rule[2]))
    elif kind == "in":
        condition = " || ".join('%s == "%s"sv' % (rule[1], value) for value in rule[2])
    elif kind == "contains":
        condition = 'contains(low_%s, "%s"sv)' % (rule[1], rule[2].lower())
    else:
        condition = "count(%s) >= %d" % (activity_arguments(rule), rule[4])
    return "if (%s) points += %d;" % (condition, rule[-1])


def program(rules):
    columns = workload.columns_of(rules)
    lines = ["#define READS_ACTIVITIES %d" % workload.has_activities(rules),
             "static const char* const kinds[] = {%s};" % ", ".join('"%s"' % kind for kind in workload.KINDS),
             "static const char* const columns[] = {%s};" % ", ".join('"%s"' % name for name in ["id"] + columns),
             '#include "obvious.h"', "static std::int64_t score(const Lead& lead) {", "  std::int64_t points = 0;",
             "  const auto count = [&](int kind, std::int64_t after, std::string_view prefix) { return count_of(lead, kind, after, prefix); };",
             "  (void)count;"]
    for i, name in enumerate(columns, 1):
        if name in workload.NUMBERS:
            lines.append("  const bool has_%s = lead.known(%d); const std::int64_t %s = lead.number(%d);" % (name, i, name, i))
        else:
            lines.append("  const std::string_view %s = lead.text(%d); (void)%s;" % (name, i, name))
            if any(rule[0] == "contains" and rule[1] == name for rule in rules):
                lines.append("  static std::string low_%s; lower(%s, low_%s);" % (name, name, name))
    lines += ["  " + statement(rule) for rule in rules] + ["  return points;", "}", '#include "obvious_main.h"', ""]
    return "\n".join(lines)


def build(rules, folder, name, seconds=90):
    """Path of the program; None when compiling takes longer than that."""
    source, target = os.path.join(folder, name + ".cpp"), os.path.join(folder, name + ".exe")
    text = program(rules)
    if os.path.exists(target) and os.path.exists(source) and open(source).read() == text:
        return target
    with open(source, "w") as file:
        file.write(text)
    try:
        subprocess.run(["g++", *FLAGS, "-I", os.path.join(os.path.dirname(os.path.abspath(__file__)), "cpp"), source, "-o", target + ".new"],
                       check=True, timeout=seconds)
    except subprocess.TimeoutExpired:
        return None
    os.replace(target + ".new", target)
    return target
