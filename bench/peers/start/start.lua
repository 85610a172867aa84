-- SPDX-License-Identifier: Apache-2.0
local base, changed = 0, 0
for line in io.lines(arg[1]) do
  local value = line:match("^[^,]*,revenue,2025,([%d.]+)")
  if value then
    if value * (1.05 + 0.5 * 0.06) ^ 5 >= 100 then base = base + 1 end
    if value * (1.05 + 0.5 * 0.04) ^ 5 >= 100 then changed = changed + 1 end
  end
end
print(("base=%d changed=%d"):format(base, changed))
