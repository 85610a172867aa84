/* SPDX-License-Identifier: Apache-2.0 */
/* program.c - a program's memory, and finding things in it by name. */
#include <stdlib.h>
#include <string.h>
#include "base/real.h"
#include "base/text.h"
#include "plan/program.h"

qn_program *qn_program_new(void)
{
	return calloc(1, sizeof(qn_program));
}

void qn_program_free(qn_program *program)
{
	if (!program)
		return;
	qn_arena_free(&program->arena);
	free(program);
}

#define FIND(array, count) \
	for (uint32_t i = 0; i < (count); i++) \
		if (strcmp((array)[i].id, id) == 0) \
			return i; \
	return -1

long qn_program_parameter(const qn_program *program, const char *id) { FIND(program->parameter, program->parameters); }
long qn_program_assumption(const qn_program *program, const char *id) { FIND(program->assumption, program->assumptions); }
long qn_program_criterion(const qn_program *program, const char *id) { FIND(program->criterion, program->criteria); }
long qn_program_find_check(const qn_program *program, const char *id) { FIND(program->check, program->checks); }
long qn_program_model(const qn_program *program, const char *id) { FIND(program->model, program->models); }
long qn_program_target(const qn_program *program, const char *id) { FIND(program->target, program->targets); }
long qn_program_measure(const qn_program *program, const char *id) { FIND(program->measure, program->measures); }

long qn_program_ranking(const qn_program *program, const char *id) { FIND(program->ranking, program->rankings); }

long qn_program_stage(const qn_program *program, const char *id) { FIND(program->recognition->stage, program->recognition ? program->recognition->stages : 0); }

#define CALLED(find, array, count) \
	long found = find(program, name); \
	bool several = false; \
	for (uint32_t i = 0, known = found >= 0; i < (count) && !known; i++) \
		if (qn_label_is(&(array)[i].title, name)) \
			several = several || found >= 0, found = i; \
	return several ? -1 : found

long qn_program_parameter_called(const qn_program *program, const char *name) { CALLED(qn_program_parameter, program->parameter, program->parameters); }
long qn_program_assumption_called(const qn_program *program, const char *name) { CALLED(qn_program_assumption, program->assumption, program->assumptions); }
long qn_program_criterion_called(const qn_program *program, const char *name) { CALLED(qn_program_criterion, program->criterion, program->criteria); }
long qn_program_target_called(const qn_program *program, const char *name) { CALLED(qn_program_target, program->target, program->targets); }

uint32_t qn_program_derivation(const qn_program *program, uint32_t indicator)
{
	for (uint32_t i = 0; i < program->derivations; i++)
		if (program->derivation[i].indicator == indicator)
			return program->derivation[i].node;
	return QN_NONE;
}

double qn_parameter_at(const qn_parameter *parameter, qn_date day)
{
	uint32_t i;
	if (parameter->dates == 0)
		return QN_MISSING;
	for (i = parameter->dates - 1; i > 0 && parameter->dated[i].from > day; i--)
		;
	return parameter->dated[i].value;
}

const char *qn_place_joined(const qn_program *program, uint32_t place, const char *joint, qn_arena *arena)
{
	enum { CALLERS = 8 }; /* a chain may be as long as a hostile script makes it */
	qn_buffer text = { 0 };
	for (int i = 0; place < program->places && i < CALLERS; i++) {
		const qn_place *at = &program->place_of[place];
		qn_buffer_printf(&text, "%s%s:%u", i ? joint : "", at->file, at->line);
		place = at->caller;
	}
	const char *out = qn_buffer_keep(&text, arena);
	return out ? out : "";
}

const char *qn_place_text(const qn_program *program, uint32_t place, qn_arena *arena) { return qn_place_joined(program, place, ", called from ", arena); }

/* The members of a category's domain, as two functions of an index see them. */
struct domain {
	const struct qn_members *member;
	const qn_parameter *option;
};

static const char *domain_id(const void *context, size_t i)
{
	const struct domain *domain = context;
	return domain->option ? domain->option->reading[i].id : domain->member->id[i];
}

static bool domain_named(const struct domain *domain, size_t i, const char *name)
{
	const qn_label *title = domain->option ? &domain->option->reading[i].title : &domain->member->title[i];
	return strcmp(domain_id(domain, i), name) == 0 || (title->zh && strcmp(title->zh, name) == 0)
	       || (title->en && strcmp(title->en, name) == 0);
}

static int no_reading(const qn_parameter *option, const char *name, qn_error *err)
{
	qn_buffer all = { 0 };
	for (uint32_t i = 0; i < option->readings; i++)
		qn_buffer_printf(&all, "%s%s", i ? ", " : "", option->reading[i].id);
	int rc = all.failed ? qn_no_memory(err) : qn_fail_both(err, QN_ESCRIPT, "“%s”不是 %s 的读法:可写 %s", "\"%s\" is no reading of %s: %s are", name, option->id, all.data ? all.data : "");
	qn_buffer_free(&all);
	return rc;
}

int qn_domain_member(const qn_program *program, const qn_catalogue *catalogue, uint32_t domain, const char *name, uint32_t *out, qn_error *err)
{
	struct domain of = { 0 };
	uint32_t index = domain & ~QN_OPTION_DOMAIN, count;
	const char *what;
	long near;
	if (domain & QN_OPTION_DOMAIN) {
		of.option = &program->parameter[index];
		count = of.option->readings;
		what = of.option->id;
	} else {
		of.member = &catalogue->member[index];
		count = of.member->count;
		what = catalogue->kind[index].id;
	}
	for (*out = 0; *out < count; ++*out)
		if (domain_named(&of, *out, name))
			return QN_OK;
	near = qn_text_nearest(name, domain_id, &of, count);
	if (near < 0)
		return of.option ? no_reading(of.option, name, err) : qn_fail_both(err, QN_ESCRIPT, "没有叫“%s”的 %s", "\"%s\" is no known %s", name, what);
	const char *nearest = domain_id(&of, (size_t)near);
	return of.option ? qn_fail_both(err, QN_ESCRIPT, "“%s”不是 %s 的读法:是不是“%s”?", "\"%s\" is no reading of %s: did you mean \"%s\"?", name, what, nearest)
		: qn_fail_both(err, QN_ESCRIPT, "没有叫“%s”的 %s:是不是“%s”?", "\"%s\" is no known %s: did you mean \"%s\"?", name, what, nearest);
}
