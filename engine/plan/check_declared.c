/* SPDX-License-Identifier: Apache-2.0 */
/* check_declared.c - what rules rest on: lines, parameters, assumptions; and that no id is there twice. */
#include "base/real.h"
#include "plan/checker.h"

static int check_places(qn_checker *k)
{
	for (uint32_t i = 0; i < k->program->places; i++)
		if (k->program->place_of[i].caller != QN_NONE && k->program->place_of[i].caller >= i)
			return qn_checker_damage(k, "a line is called from a later one");
	return QN_OK;
}

static int check_dates(qn_checker *k, const qn_parameter *parameter)
{
	for (uint32_t i = 0; i < parameter->dates; i++) {
		double value = parameter->dated[i].value;
		if (i && parameter->dated[i].from <= parameter->dated[i - 1].from)
			return qn_checker_blame(k, parameter->place, "%s:日期没有依次往后", "%s: its dates do not ascend", parameter->id);
		if (qn_is_missing(value))
			return qn_checker_blame(k, parameter->place, "%s:有一个日期没有值", "%s: a dated value is missing", parameter->id);
		if (parameter->readings && !(value >= 0 && value < parameter->readings && value == floor(value)))
			return qn_checker_damage(k, "an option's value is none of its readings");
	}
	return QN_OK;
}

static int check_readings(qn_checker *k, qn_parameter *parameter)
{
	if (parameter->unit != QN_NONE)
		return qn_checker_damage(k, "an option has a unit");
	parameter->type = QN_CATEGORY;
	parameter->dimension = 0;
	return qn_checker_ids(k, parameter->place, "reading", parameter->reading, parameter->readings, sizeof *parameter->reading);
}

static int check_parameter(qn_checker *k, qn_parameter *parameter)
{
	const qn_units *units = &k->catalogue->units;
	int rc;
	if (!qn_checker_place_fits(k, parameter->place))
		return qn_checker_damage(k, "a line is not there");
	if (parameter->readings) {
		if ((rc = check_readings(k, parameter)) != QN_OK)
			return rc;
		return check_dates(k, parameter);
	}
	if (parameter->unit >= units->units)
		return qn_checker_damage(k, "a parameter's unit does not exist");
	if (units->unit[parameter->unit].kind == QN_UNIT_FLAG)
		return qn_checker_blame(k, parameter->place, "%s:参数不能是是非值:请声明有两种读法的 option", "%s: a parameter cannot be a flag: declare an option with two readings", parameter->id);
	parameter->type = units->unit[parameter->unit].kind == QN_UNIT_RANK ? QN_RANK : QN_NUMBER;
	parameter->dimension = units->unit[parameter->unit].dimension;
	return check_dates(k, parameter);
}

static int check_assumption(qn_checker *k, qn_assumption *assumption)
{
	const qn_catalogue *catalogue = k->catalogue;
	qn_unit_kind kind;
	bool grouped = assumption->reach == QN_BY_GROUP;
	if (!qn_checker_place_fits(k, assumption->place))
		return qn_checker_damage(k, "a line is not there");
	if (assumption->unit >= catalogue->units.units)
		return qn_checker_damage(k, "an assumption's unit does not exist");
	kind = catalogue->units.unit[assumption->unit].kind;
	if (kind == QN_UNIT_RANK || kind == QN_UNIT_FLAG)
		return qn_checker_blame(k, assumption->place, "%s:假设是数,不是位次或是非值", "%s: an assumption is a number, not a rank or flag", assumption->id);
	if (grouped && (assumption->group >= catalogue->kinds || assumption->group == catalogue->subject))
		return qn_checker_damage(k, "an assumption's groups do not exist");
	if (!qn_checker_distribution_fits(&assumption->usual, true))
		return qn_checker_blame(k, assumption->place, "%s:分布不成立:离散程度不小于 0,low <= mode <= high", "%s: its distribution is none: spread at least 0, low <= mode <= high", assumption->id);
	if (!grouped)
		assumption->group = QN_NONE;
	assumption->dimension = catalogue->units.unit[assumption->unit].dimension;
	return QN_OK;
}

static int check_all_ids(qn_checker *k)
{
	const qn_program *p = k->program;
	int rc = qn_checker_ids(k, QN_NONE, "parameter", p->parameter, p->parameters, sizeof *p->parameter);
	if (rc == QN_OK)
		rc = qn_checker_ids(k, QN_NONE, "assumption", p->assumption, p->assumptions, sizeof *p->assumption);
	if (rc == QN_OK)
		rc = qn_checker_ids(k, QN_NONE, "criterion", p->criterion, p->criteria, sizeof *p->criterion);
	if (rc == QN_OK)
		rc = qn_checker_ids(k, QN_NONE, "check", p->check, p->checks, sizeof *p->check);
	if (rc == QN_OK)
		rc = qn_checker_ids(k, QN_NONE, "model", p->model, p->models, sizeof *p->model);
	if (rc == QN_OK)
		rc = qn_checker_ids(k, QN_NONE, "ranking", p->ranking, p->rankings, sizeof *p->ranking);
	if (rc == QN_OK)
		rc = qn_checker_ids(k, QN_NONE, "measure", p->measure, p->measures, sizeof *p->measure);
	return rc == QN_OK ? qn_checker_ids(k, QN_NONE, "target", p->target, p->targets, sizeof *p->target) : rc;
}

int qn_checker_declarations(qn_checker *k)
{
	int rc = check_places(k);
	for (uint32_t i = 0; i < k->program->parameters && rc == QN_OK; i++)
		rc = check_parameter(k, &k->program->parameter[i]);
	for (uint32_t i = 0; i < k->program->assumptions && rc == QN_OK; i++)
		rc = check_assumption(k, &k->program->assumption[i]);
	return rc == QN_OK ? check_all_ids(k) : rc;
}
