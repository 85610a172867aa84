-- SPDX-License-Identifier: Apache-2.0
-- The action plan of 1 July 2025 to raise county manufacturing clusters (培优育强县域制造业特色产业集群行动方案).
-- Read in this order: numbers, open readings, derived indicators, criteria, targets, growth, measures, titles, roll-ups, checks, scores.

require "parameters"
require "options"
require "derived"
require "criteria"
require "targets"
require "growth"
require "measures"
require "recognition"
require "rollups"
require "checks"
require "scoring"
