-- SPDX-License-Identifier: Apache-2.0
-- W5 on any Lua; W1 to W4 on LuaJIT too, with FFI arrays [indicator][year][entity] in a flat file, synced.
-- usage: luajit|lua5.4 peer.lua JOB SIZE DATA WORK RUNS THREADS
local job, size, data, work, runs = arg[1], arg[2], arg[3], arg[4], tonumber(arg[5])
local name = jit and "luajit" or "plain lua 5.4"
local clock = os.clock
local ffi = jit and require("ffi")
if ffi then
  ffi.cdef [[
    typedef struct { long s, ns; } timespec_t; int clock_gettime(int, timespec_t *);
    int open(const char *, int, int); long read(int, void *, size_t); long write(int, const void *, size_t); int fdatasync(int); int close(int);
    void *mmap(void *, size_t, int, int, int, long);
  ]]
  local t = ffi.new("timespec_t")
  clock = function() ffi.C.clock_gettime(1, t) return tonumber(t.s) + tonumber(t.ns) * 1e-9 end
end

local function file(what, ending) return data .. "/" .. what .. "-" .. size .. ending end

local function peak()
  for line in io.lines("/proc/self/status") do
    local kb = line:match("VmHWM:%s+(%d+)")
    if kb then return kb / 1024 end
  end
end

local function race(who, run, bytes, finish)
  local ms, answer = {}, nil
  for i = runs > 1 and 0 or 1, runs do
    local start = clock()
    answer = run()
    if i > 0 then ms[#ms + 1] = (clock() - start) * 1e3 end
    if finish then answer = finish() end
  end
  table.sort(ms)
  print(('{"job":"%s","who":"%s","threads":1,"size":%s,"runs":%d,"median_ms":%.4f,"min_ms":%.4f,"max_ms":%.4f,"rss_mb":%.1f,"bytes":%.0f,"check":"%s"}')
    :format(job, who, size, #ms, (ms[math.floor((#ms + 1) / 2)] + ms[math.floor(#ms / 2) + 1]) / 2, ms[1], ms[#ms], peak(), bytes or 0, answer))
end

local FIRST, YEARS, INDICATORS = 2015, 10, 24
local least, waived = { 30, 25, 12, 38, 4, 8, 22, 28 }, { 90, 80, 95, 85 }

-- Calls row(entity number from 0, indicator's name, year, value or nil) for each line; plain lines only, as ours are.
local function each_row(path, row)
  local fd, length = ffi.C.open(path, 0, 0), 1048576
  local buffer, kept = ffi.new("uint8_t[?]", length + 256), 0
  local names, first = {}, true
  while true do
    local got = tonumber(ffi.C.read(fd, buffer + kept, length - kept))
    if got <= 0 then break end
    local limit, at = kept + got, 0
    while limit > 0 and buffer[limit - 1] ~= 10 do limit = limit - 1 end
    while at < limit do
      local entity, indicator, year, value, scale, start = 0, at, 0, 0, 1, at
      while buffer[at] ~= 44 do entity = entity * 10 + buffer[at] - 48 at = at + 1 end
      at = at + 1 start = at
      while buffer[at] ~= 44 do at = at + 1 end
      indicator = ffi.string(buffer + start, at - start)
      at = at + 1
      while buffer[at] ~= 44 do year = year * 10 + buffer[at] - 48 at = at + 1 end
      at = at + 1 start = at
      while buffer[at] ~= 10 and buffer[at] ~= 46 do value = value * 10 + buffer[at] - 48 at = at + 1 end
      if buffer[at] == 46 then
        at = at + 1
        while buffer[at] ~= 10 do value = value * 10 + buffer[at] - 48 scale = scale * 10 at = at + 1 end
      end
      if not first then row(entity, indicator, year, at > start and value / scale or nil) end
      first, at = false, at + 1
    end
    kept = kept + got - limit
    ffi.copy(buffer, buffer + limit, kept)
  end
  ffi.C.close(fd)
end

local LETTER = 10000000 * (69 - 48) -- what the E of an id adds to its number
local function indicators()
  local index, n = {}, 0
  for line in io.lines(file("pack", "/data/indicators.csv")) do
    if n > 0 then index[line:match("^[^,]+")] = n - 1 end
    n = n + 1
  end
  return index
end
local function entities(rows_per) return math.max(1, math.floor(size / rows_per)) end

local store = work .. "/luajit-" .. size .. ".bin"
local function load()
  local n, index = entities(24 * 10 * 0.98), indicators()
  local cells = ffi.new("double[?]", n * YEARS * INDICATORS)
  for i = 0, n * YEARS * INDICATORS - 1 do cells[i] = 0 / 0 end
  each_row(file("panel", ".csv"), function(entity, indicator, year, value)
    if value then cells[(index[indicator] * YEARS + year - FIRST) * n + entity - LETTER - 1] = value end
  end)
  local fd, bytes, at = ffi.C.open(store, 577, 420), ffi.sizeof(cells), 0 -- O_WRONLY | O_CREAT | O_TRUNC, 0644
  while at < bytes do at = at + tonumber(ffi.C.write(fd, ffi.cast("char *", cells) + at, bytes - at)) end
  ffi.C.fdatasync(fd)
  ffi.C.close(fd)
end
local function stored()
  local there = io.open(store)
  if there then there:close() else load() end
  local n, fd = entities(24 * 10 * 0.98), ffi.C.open(store, 0, 0)
  return ffi.cast("double *", ffi.C.mmap(nil, n * YEARS * INDICATORS * 8, 1, 2, fd, 0)), n
end

-- The k-th smallest of x[0 … n-1], partly sorting it.
local function select_nth(x, n, k)
  local low, high = 0, n - 1
  while low < high do
    local pivot, i, j = x[math.floor((low + high) / 2)], low, high
    while i <= j do
      while x[i] < pivot do i = i + 1 end
      while pivot < x[j] do j = j - 1 end
      if i <= j then x[i], x[j] = x[j], x[i] i, j = i + 1, j - 1 end
    end
    if k <= j then high = j elseif k >= i then low = i else return x[k] end
  end
  return x[k]
end
local function median(x, n)
  local upper = select_nth(x, n, math.floor(n / 2))
  if n % 2 == 1 then return upper end
  local lower = x[0]
  for i = 1, n / 2 - 1 do if x[i] > lower then lower = x[i] end end
  return (lower + upper) / 2
end

local function scan(cells, n)
  local total, medians, kept, top = 0, 0, ffi.new("double[?]", n), 0
  for year = 0, YEARS - 1 do
    local column, count, sum = cells + year * n, 0, 0
    for e = 0, n - 1 do
      local v = column[e]
      if v == v then kept[count] = v count = count + 1 sum = sum + v end
    end
    total, medians = total + sum, medians + median(kept, count)
  end
  local before, after, count = cells + 8 * n, cells + 9 * n, 0
  for e = 0, n - 1 do
    local growth = after[e] / before[e] - 1
    if growth == growth then kept[count] = growth count = count + 1 end
  end
  select_nth(kept, count, count - 20)
  for i = count - 20, count - 1 do top = top + kept[i] end
  return ("sum=%.6e medsum=%.6e top20=%.6f"):format(total, medians, top)
end

local function look_up(cells, n, pairs)
  local found, sum = 0, 0
  for k = 0, 999999 do
    local at = cells + pairs[2 * k + 1] * YEARS * n + pairs[2 * k]
    for y = 0, YEARS - 1 do
      local v = at[y * n]
      if v == v then found = found + 1 sum = sum + v end
    end
  end
  return ("n=%d sum=%.9e"):format(found, sum)
end

local function figures()
  local n, index = entities(20), {}
  for r = 1, 8 do index["figure_" .. r] = r - 1 end
  for w = 1, 4 do index["waiver_" .. w] = w + 7 end
  local cells = ffi.new("double[?]", 12 * n)
  for i = 0, 12 * n - 1 do cells[i] = 0 / 0 end
  each_row(file("criteria", ".csv"), function(entity, figure, _, value) if value then cells[index[figure] * n + entity - LETTER - 1] = value end end)
  return cells, n
end
local function judge(cells, n)
  local failed, fails, two, sum = ffi.new("uint8_t[?]", n), {}, 0, 0
  for r = 0, 7 do
    local figure, waiver, line, from, count = cells + r * n, cells + (8 + r % 4) * n, least[r + 1], waived[r % 4 + 1], 0
    for e = 0, n - 1 do
      if figure[e] < line and not (waiver[e] >= from) then failed[e] = failed[e] + 1 count = count + 1 end
    end
    fails[r + 1] = count
  end
  for e = 0, n - 1 do if failed[e] >= 2 then two = two + 1 sum = sum + e + 1 end end
  return ("fails=%s ge2=%d idsum=%.0f"):format(table.concat(fails, ","), two, sum)
end

-- Marsaglia's polar method: both normals of a pair are used, one for investment and one for revenue.
local random, log, sqrt = math.random, math.log, math.sqrt
local function pair()
  while true do
    local u, v = 2 * random() - 1, 2 * random() - 1
    local s = u * u + v * v
    if s < 1 and s > 0 then
      local f = sqrt(-2 * log(s) / s)
      return u * f, v * f
    end
  end
end
local function quantile(sorted, q)
  local at = (#sorted - 1) * q
  local i = math.floor(at)
  local low, high = sorted[i + 1], sorted[math.min(i + 2, #sorted)]
  return low + (high - low) * (at - i)
end
local function ensemble(start, paths)
  local counts, reached, summary = {}, 0, nil
  for y = 1, 6 do
    counts[y] = {}
    for p = 1, paths do counts[y][p] = 0 end
  end
  for m = 1, #start.revenue do
    for p = 1, paths do
      local revenue, investment = start.revenue[m], start.investment[m]
      for y = 1, 6 do
        local a, b = pair()
        local growth = 0.06 + 0.02 * a
        investment = investment * (1 + growth)
        revenue = revenue * (1 + 0.5 * growth + 0.03 * b)
        if revenue >= 100 then counts[y][p] = counts[y][p] + 1 end
      end
      if revenue >= 100 then reached = reached + 1 end
    end
  end
  for y = 1, 6 do
    local sum = 0
    for p = 1, paths do sum = sum + counts[y][p] end
    table.sort(counts[y])
    summary = { sum / paths, quantile(counts[y], 0.05), quantile(counts[y], 0.5), quantile(counts[y], 0.95) }
  end
  return ("mean6=%.2f p5=%.0f p50=%.0f p95=%.0f psum=%.2f"):format(summary[1], summary[2], summary[3], summary[4], reached / paths)
end
local function members()
  local start = { revenue = {}, investment = {} }
  for line in io.lines(file("ensemble", ".csv")) do
    local indicator, value = line:match("^E%d+,(%a+),2024,([%d.]+)$")
    if value then table.insert(start[indicator], tonumber(value)) end
  end
  return start
end

if job == "W5" then
  local start = members()
  race(name, function() return ensemble(start, 10000) end)
elseif job == "W1" then
  race("luajit ffi to flat file", load, entities(24 * 10 * 0.98) * YEARS * INDICATORS * 8, function()
    local cells, n = stored()
    local count, sum = 0, 0
    for i = 0, n * YEARS * INDICATORS - 1 do if cells[i] == cells[i] then count = count + 1 sum = sum + cells[i] end end
    return ("values=%d sum=%.6e"):format(count, sum)
  end)
elseif job == "W2" then
  local cells, n = stored()
  race("luajit ffi", function() return scan(cells, n) end)
elseif job == "W3" then
  local cells, n = stored()
  local bytes = io.open(file("lookups", ".bin"), "rb"):read("*a")
  local pairs = ffi.cast("const uint32_t *", bytes)
  race("luajit ffi", function() return bytes and look_up(cells, n, pairs) end)
elseif job == "W4" then
  local cells, n = figures()
  race("luajit ffi", function() return judge(cells, n) end)
end
