-- SPDX-License-Identifier: Apache-2.0
-- From the registers to a cluster's figures: beside what was reported, never in its place. A rule speaks of one enterprise,
-- project, platform …; its totals, counts, shares and ranks are within the cluster (county, city …) that is rolled up to, where
-- each counts once. A figure that is missing stays missing: who lacks it is counted beside the result.

parameter "check_registers" {
  title = { zh = "登记的个数与上报数允许相差", en = "How far a count of registers may be from what was reported" },
  unit = "%", value = 0, note = "ours: beyond it validate warns; things are counted, so none may lack",
}
parameter "check_register_sums" {
  title = { zh = "登记的金额和比率与上报数允许相差", en = "How far a sum or ratio of registers may be from what was reported" },
  unit = "%", value = 0.5, note = "ours: beyond it validate warns; sums of figures are rounded",
}

--- Roll-ups that validate holds against what was reported: of counts, of sums and ratios.
local function held_within(tolerance)
  return function(id)
    return function(rule)
      rule.within = tolerance
      return rollup(id)(rule)
    end
  end
end
local twin, sum_twin = held_within("check_registers"), held_within("check_register_sums")

-- Enterprises: numbers of those that hold a title on the last day of the year (or ever did, as firms.cumulative has it).

local function held(e, p, title)
  return where(p["firms.cumulative"] == "stock", how_many(e[title]), how_many(e[title .. "_ever"])) > 0
end

local function firms(id, title)
  twin(id) { of = "enterprises", value = function(e, p) return count(held(e, p, title)) end }
end
firms("hte_count", "high_tech")
firms("srdi_sme_count", "specialised")
firms("little_giant_count", "little_giant")
firms("single_champion_count", "champion")
firms("leading_enterprises", "leader")
firms("chain_master_enterprises", "chain_master")

twin "srdi_provincial_plus_count" {
  of = "enterprises", clause = "一 培育目标",
  note = "专精特新中小企业 or “小巨人”: an enterprise that is both counts once",
  value = function(e, p) return count(held(e, p, "specialised") or held(e, p, "little_giant")) end,
}
twin "quality_enterprises" {
  of = "enterprises", clause = "附件4 第三条(二); 三(二)",
  note = "the union of four titles: an enterprise with several counts once, unless firms.union adds them up",
  value = function(e)
    local any = e.high_tech or e.specialised or e.little_giant or e.champion
    return count(any)
  end,
}
rollup "quality_titles" {
  of = "enterprises", to = "quality_enterprises", clause = "附件4 第三条(二)",
  title = { zh = "优质企业称号数(各类相加)", en = "Titles of quality enterprises, added up" },
  value = function(e) return count(e.high_tech) + count(e.specialised) + count(e.little_giant) + count(e.champion) end,
}
rollup "enterprises_ever_high_tech" {
  of = "enterprises", to = "hte_count", clause = "一 培育目标",
  title = { zh = "曾获高新技术企业称号的企业数", en = "Enterprises that ever were high-tech enterprises" },
  value = function(e) return count(e.high_tech_ever) end,
}
rollup "enterprises_ever_srdi" {
  of = "enterprises", to = "srdi_provincial_plus_count", clause = "一 培育目标",
  title = { zh = "曾获省级以上专精特新称号的企业数", en = "Enterprises that ever were SRDI at provincial level or above" },
  value = function(e) return count(e.specialised_ever or e.little_giant_ever) end,
}
twin "above_scale_enterprises" { of = "enterprises", value = function(e) return count(e.above_scale) end }
twin "supporting_enterprises" { of = "enterprises", value = function(e) return count(e.linkage == "supporting") end }
twin "x_enterprises_all" { of = "enterprises", value = function(e) return count(e.listed) end }
twin "cloud_enterprises" { of = "enterprises", value = function(e) return count(e.cloud) end }

local function part(e, mask)
  return count(e.above_scale and mask) / count(e.above_scale)
end
sum_twin "digital_coverage" { of = "enterprises", value = function(e) return part(e, e.digital) end }
sum_twin "qms_coverage" { of = "enterprises", value = function(e) return count(e.certified) / count(e.listed) end }
rollup "manufacturing_share" {
  of = "enterprises", unit = "%", clause = "附件4 第二条",
  title = { zh = "制造业企业占比", en = "Share of manufacturing enterprises" },
  value = function(e) return count(e.sector == "manufacturing") / count(e.listed) end,
}

-- Sums of what enterprises report of a year.

for id, figure in pairs { revenue = "revenue", tax_revenue = "tax", profit_total = "profit", rd_expenditure = "rd", export_value = "exports",
  manufacturing_investment = "investment", tech_upgrade_investment = "tech_upgrade", valid_invention_patents = "patents", x_employees = "employees" } do
  sum_twin(id) { of = "enterprises", value = function(e) return total(e[figure]) end }
end

-- Of those that report both: a figure that is missing would change the ratio as a zero does.
local function ratio_of_sums(x, y)
  return total(only(present(y), x)) / total(only(present(x), y))
end
sum_twin "rd_intensity" {
  of = "enterprises", clause = "一 培育目标; 附件4 第三条(四)", note = "总额之比 or 各企业比率平均, as rd.mean has it",
  value = function(e, p)
    return where(p["rd.mean"] == "ratio_of_sums", ratio_of_sums(e.rd, e.revenue), mean(e.rd / e.revenue))
  end,
}
rollup "rd_intensity_mean" {
  of = "enterprises", to = "rd_intensity", clause = "一 培育目标",
  title = { zh = "研发投入强度(各企业比率平均)", en = "R&D intensity, mean of the enterprises' ratios" },
  value = function(e) return mean(e.rd / e.revenue) end,
}
sum_twin "local_supply_rate" { of = "enterprises", value = function(e) return ratio_of_sums(e.local_purchases, e.purchases) end }
sum_twin "bri_export_share" { of = "enterprises", value = function(e) return ratio_of_sums(e.bri_exports, e.exports) end }
rollup "revenue_hhi" {
  of = "enterprises", unit = "%", clause = "三(二)",
  title = { zh = "营业收入集中度(HHI)", en = "Concentration of revenue (HHI)" },
  note = "the sum of squared shares: 100 % is one enterprise, 1/n is n alike",
  value = function(e) return total(share(e.revenue) * share(e.revenue)) end,
}
rollup "revenue_cr4" {
  of = "enterprises", unit = "%", clause = "三(二)",
  title = { zh = "营业收入前四家占比(CR4)", en = "Share of the four largest by revenue (CR4)" },
  value = function(e)
    local among = rank(e.revenue) <= 4 -- who is level with the fourth is among them too
    local shares = only(among, share(e.revenue))
    return total(shares) - max(count(among) - 4, 0) * quantile(shares, 0)
  end,
}

-- Projects, talents, platforms, brands and standards, the chain map, documents.

local function of_kind(id, register, mask)
  twin(id) { of = register, value = function(e) return count(mask(e)) end }
end

of_kind("major_projects", "projects", function(e) return e.landmark == "yes" and e.landed end)
of_kind("transferred_projects", "projects", function(e) return e.transferred == "yes" and e.landed end)
of_kind("yrd_projects", "projects", function(e) return e.yangtze_delta == "yes" end)
for id, kind in pairs { core_tech_projects = "core_technology", joint_rd_projects = "joint_research", innovation_consortia = "consortium",
  chain_digital_projects = "digital_chain" } do
  of_kind(id, "projects", function(e) return e.kind == kind end)
end
rollup "projects_investment" {
  of = "projects", unit = "亿元", clause = "三(三)",
  title = { zh = "在库项目计划总投资", en = "Planned investment of the projects listed" },
  value = function(e) return total(only(e.stage ~= "stopped", e.investment)) end,
}

of_kind("talents_introduced", "talents", function(e) return e.introduced end)

local function built(e, kind)
  return e.kind == kind
end
for id, kind in pairs { common_tech_platforms = "common_technology", concept_validation_centres = "concept_validation", pilot_platforms = "pilot",
  county_institutes = "county_institute", testing_bodies = "testing", public_service_platforms = "public_service",
  service_mfg_zones = "service_manufacturing" } do
  of_kind(id, "platforms", function(e) return built(e, kind) end)
end
of_kind("innovation_platforms", "platforms", function(e)
  return built(e, "innovation") and (e.level == "national" or e.level == "provincial")
end)

for id, kind in pairs { regional_brands = "regional_brand", fine_products = "fine_product", landmark_products = "landmark_product" } do
  of_kind(id, "brands", function(e) return e.kind == kind end)
end
of_kind("collective_marks", "brands", function(e) return e.kind == "collective_mark" or e.kind == "certification_mark" end)
of_kind("standards_made", "brands", function(e) return e.kind == "standard_led" or e.kind == "standard_joined" end)
of_kind("provincial_new_products", "brands", function(e) return e.kind == "new_product" and e.granted end)
of_kind("three_first_products", "brands", function(e) return e.kind == "three_first" and e.granted end)

of_kind("weak_links", "chain", function(e) return e.state ~= "present" end)
twin "policy_package" { of = "documents", value = function(e) return count(e.kind == "policy_package") >= 1 end }
twin "diagnosis_done" { of = "documents", value = function(e) return count(e.kind == "diagnosis") >= 1 end }
