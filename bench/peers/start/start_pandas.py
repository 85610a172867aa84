# SPDX-License-Identifier: Apache-2.0
import sys
import pandas as pd

table = pd.read_csv(sys.argv[1], usecols=["indicator", "period", "value"])
value = table[(table["indicator"] == "revenue") & (table["period"] == 2025)]["value"]
print(f"base={(value * (1.05 + 0.5 * 0.06) ** 5 >= 100).sum()} changed={(value * (1.05 + 0.5 * 0.04) ** 5 >= 100).sum()}")
