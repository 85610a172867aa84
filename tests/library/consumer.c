/* SPDX-License-Identifier: Apache-2.0 */
/* consumer.c - a program of somebody else's: it knows the installed header and library, and nothing of the source. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <qunce/qunce.h>

static qunce_error err;

#define NEED(call) do { if ((call) < 0) { fprintf(stderr, "%s: %s\n", #call, err.text); exit(1); } } while (0)

static void tell_series(qunce_view *view)
{
	double revenue[9];
	NEED(qunce_series(view, "changfeng-nev", "revenue", "2018", 9, revenue, &err));
	for (int i = 0; i < 9; i++)
		isnan(revenue[i]) ? puts("-") : printf("%.2f\n", revenue[i]);
}

static void tell_verdict(qunce_view *view)
{
	qunce_assessment *assessment;
	qunce_finding finding;
	long entity = qunce_find(view, QUNCE_ENTITIES, "长丰县新能源汽车整车集群", &err), criterion = qunce_find(view, QUNCE_CRITERIA, "revenue", &err);
	NEED(entity);
	NEED(criterion);
	NEED(qunce_assess(view, "2025", &assessment, &err));
	NEED(qunce_assessment_get(assessment, (size_t)entity, (size_t)criterion, &finding));
	printf("%s %.2f %s, wanted %g\n", qunce_verdict_word(finding.verdict), finding.value, finding.unit, finding.threshold);
	qunce_assessment_free(assessment);
}

static void tell_future(qunce_view *view, const char *scenario)
{
	qunce_future *future;
	NEED(qunce_run(view, &(qunce_run_options){ .scenario = scenario, .seed = 1, .paths = 400 }, &future, &err));
	printf("%s: %zu goals\n", qunce_future_title(future), qunce_future_goals(future));
	for (size_t i = 0; i < qunce_future_goals(future) && i < 4; i++) {
		qunce_goal goal;
		NEED(qunce_future_goal(future, i, &goal));
		printf("%s %s: %g [%g, %g] of %g, %.3f\n", goal.target, goal.due, goal.p50, goal.p5, goal.p95, goal.threshold, goal.probability);
	}
	qunce_future_free(future);
}

/* Periods of another frequency than the pack's, and an end before the figures do. */
static void tell_refused(qunce_view *view)
{
	qunce_assessment *assessment;
	qunce_future *future;
	printf("%d %s\n", qunce_assess(view, "2025-Q4", &assessment, &err), err.text);
	printf("%d %s\n", qunce_run(view, &(qunce_run_options){ .until = "2028-01", .paths = 10 }, &future, &err), err.text);
	printf("%d %s\n", qunce_run(view, &(qunce_run_options){ .until = "1990", .paths = 10 }, &future, &err), err.text);
}

/* By the letter of the specification: a child is moved out, the root released, and the child's memory is still there. */
static void tell_panel(qunce_view *view)
{
	const char *indicator[] = { "revenue", "rd_intensity" };
	struct ArrowSchema schema;
	struct ArrowArray array;
	NEED(qunce_panel_arrow(view, indicator, 2, "2018", 8, &schema, &array, &err));
	printf("%s %" PRId64 " columns, %" PRId64 " rows\n", schema.format, schema.n_children, array.length);
	for (int64_t i = 0; i < schema.n_children; i++)
		printf("%s %s, %" PRId64 " missing\n", schema.children[i]->format, schema.children[i]->name, array.children[i]->null_count);
	struct ArrowArray entity = *array.children[0], revenue = *array.children[2];
	array.children[0]->release = NULL, array.children[2]->release = NULL;
	array.release(&array);
	schema.release(&schema);
	const int32_t *offset = entity.buffers[1];
	const char *text = entity.buffers[2];
	const uint8_t *valid = revenue.buffers[0];
	const double *value = revenue.buffers[1];
	for (int64_t row = 0; row < revenue.length; row++)
		if (offset[row + 1] - offset[row] == 13 && !memcmp(text + offset[row], "changfeng-nev", 13))
			valid[row / 8] >> row % 8 & 1 ? printf("%.2f\n", value[row]) : puts("null");
	entity.release(&entity);
	revenue.release(&revenue);
	printf("released %d\n", !array.release && !schema.release && !entity.release && !revenue.release);
}

int main(int argc, char **argv)
{
	qunce_store *store, *again;
	qunce_view *view;
	qunce_item target;
	if (argc < 3)
		return 2;
	printf("qunce %s\n", qunce_version());
	printf("%d\n", qunce_open("nowhere", &store, &err) == QUNCE_ENOTFOUND && err.text[0] && !store);
	NEED(qunce_open(argv[1], &store, &err));
	printf("%d", qunce_open(argv[1], &again, &err)); /* whose closing would take the locks of the first */
	printf(" %s\n", err.text + strlen(argv[1]));
	qunce_close(again);
	NEED(qunce_view_open(store, NULL, &view, &err));
	printf("%ld entities, %d\n", qunce_count(view, QUNCE_ENTITIES), qunce_count(view, QUNCE_INDICATORS) > 70);
	printf("synthetic %d\n", qunce_is_synthetic(view));
	for (long i = 0; i < qunce_count(view, QUNCE_TARGETS); i++) {
		NEED(qunce_item_at(view, QUNCE_TARGETS, (size_t)i, &target, &err));
		if (*target.unit)
			printf("%s in %s\n", target.id, target.unit);
	}
	tell_series(view);
	tell_verdict(view);
	tell_future(view, NULL);
	tell_future(view, argv[2]);
	tell_panel(view);
	tell_refused(view);
	printf("%d %s\n", (int)qunce_find(view, QUNCE_INDICATORS, "revenu", &err), err.text);
	printf("%d %s\n", qunce_series(view, "changfeng-nev", "revenu", "2018", 1, (double[1]){ 0 }, &err), err.text);
	qunce_view_close(view);
	printf("%d %s\n", qunce_view_open(store, "2001-01-01", &view, &err), err.text);
	qunce_close(store);
	NEED(qunce_open(argv[1], &again, &err));
	qunce_close(again);
	return 0;
}
