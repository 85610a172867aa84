/* SPDX-License-Identifier: Apache-2.0 */
/* caller.c - a program that uses libqunce and does not give up: a call for which there was no memory is made once more, and what it
 * gives then is what it gives otherwise. usage: caller STORE ENTITY INDICATOR SCENARIO. Ends with 0, or with the status of the
 * first call that failed twice. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <qunce/qunce.h>

static qunce_error err;

/* Until it succeeds, twice at the most; handles that a failed call gives out are NULL. */
#define CALL(rc, call) do { \
	for (int once = 0; ((rc) = (int)(call)) == QUNCE_ENOMEM && once == 0; once++) \
		fprintf(stderr, "again: %s\n", err.text); \
	if ((rc) < 0) \
		fprintf(stderr, "%d: %s\n", (int)(rc), err.text[0] ? err.text : "no words"); \
} while (0)

static int tell_items(qunce_view *view)
{
	int rc = 0;
	for (int list = QUNCE_ENTITIES; list <= QUNCE_TARGETS; list++)
		for (size_t i = 0; rc >= 0 && (long)i < qunce_count(view, (qunce_list)list); i++) {
			qunce_item item;
			CALL(rc, qunce_item_at(view, (qunce_list)list, i, &item, &err));
			if (rc >= 0)
				printf("%s %s %s\n", item.id, item.name_en ? item.name_en : "-", item.unit);
		}
	return rc;
}

static int tell_series(qunce_view *view, const char *entity, const char *indicator)
{
	char first[24], last[24];
	double value[3];
	int rc;
	CALL(rc, qunce_extent(view, first, last, &err));
	if (rc >= 0)
		CALL(rc, qunce_series(view, entity, indicator, first, 3, value, &err));
	for (int i = 0; rc >= 0 && i < 3; i++)
		printf("%s %g\n", first, isnan(value[i]) ? -1.0 : value[i]);
	return rc;
}

static int tell_verdicts(qunce_view *view, const char *entity)
{
	qunce_assessment *assessment;
	int rc, at;
	CALL(at, qunce_find(view, QUNCE_ENTITIES, entity, &err));
	if (at < 0)
		return at;
	CALL(rc, qunce_assess(view, NULL, &assessment, &err));
	for (size_t i = 0; rc >= 0 && (long)i < qunce_count(view, QUNCE_CRITERIA); i++) {
		qunce_finding finding;
		if ((rc = qunce_assessment_get(assessment, (size_t)at, i, &finding)) >= 0)
			printf("%s %g\n", qunce_verdict_word(finding.verdict), isnan(finding.value) ? -1.0 : finding.value);
	}
	qunce_assessment_free(assessment);
	return rc;
}

static int tell_future(qunce_view *view, const char *scenario)
{
	qunce_future *future;
	int rc;
	CALL(rc, qunce_run(view, &(qunce_run_options){ .scenario = scenario, .seed = 1, .paths = 20 }, &future, &err));
	for (size_t i = 0; rc >= 0 && i < qunce_future_goals(future); i++) {
		qunce_goal goal;
		if ((rc = qunce_future_goal(future, i, &goal)) >= 0)
			printf("%s %s %s: %g %g %g\n", qunce_future_title(future), goal.target, goal.due, goal.p5, goal.p50, goal.p95);
	}
	qunce_future_free(future);
	return rc;
}

static int tell_panel(qunce_view *view, const char *indicator)
{
	struct ArrowSchema schema;
	struct ArrowArray array;
	int rc;
	CALL(rc, qunce_panel_arrow(view, &indicator, 1, "2021", 5, &schema, &array, &err));
	if (rc < 0)
		return rc;
	printf("%s %" PRId64 " rows, %" PRId64 " missing\n", schema.format, array.length, array.children[2]->null_count);
	array.release(&array);
	schema.release(&schema);
	return rc;
}

static int tell_view(qunce_store *store, const char *as_of, char **argv)
{
	qunce_view *view;
	int rc;
	CALL(rc, qunce_view_open(store, as_of, &view, &err));
	rc = rc < 0 ? rc : tell_items(view);
	rc = rc < 0 ? rc : tell_series(view, argv[2], argv[3]);
	rc = rc < 0 ? rc : tell_verdicts(view, argv[2]);
	rc = rc < 0 ? rc : tell_future(view, NULL);
	rc = rc < 0 ? rc : tell_future(view, argv[4]);
	rc = rc < 0 ? rc : tell_panel(view, argv[3]);
	qunce_view_close(view);
	return rc;
}

int main(int argc, char **argv)
{
	static char out[BUFSIZ]; /* so that nothing but the library asks for memory */
	qunce_store *store;
	int rc;
	if (argc != 5)
		return 1;
	setvbuf(stdout, out, _IOFBF, sizeof out);
	CALL(rc, qunce_open(argv[1], &store, &err));
	rc = rc < 0 ? rc : tell_view(store, NULL, argv);
	rc = rc < 0 ? rc : tell_view(store, "2026-03-30", argv);
	qunce_close(store);
	return -rc;
}
