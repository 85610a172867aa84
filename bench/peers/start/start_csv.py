# SPDX-License-Identifier: Apache-2.0
import csv, sys

base = changed = 0
with open(sys.argv[1], encoding="utf-8", newline="") as file:
    for row in csv.reader(file):
        if row[1] == "revenue" and row[2] == "2025" and row[3]:
            base += float(row[3]) * (1.05 + 0.5 * 0.06) ** 5 >= 100
            changed += float(row[3]) * (1.05 + 0.5 * 0.04) ** 5 >= 100
print(f"base={base} changed={changed}")
