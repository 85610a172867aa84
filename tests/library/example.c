/* SPDX-License-Identifier: Apache-2.0 */
/* example.c - a series and a scenario's first goal, in thirty lines: example STORE SCENARIO.lua */
#include <stdio.h>
#include <qunce/qunce.h>

static int tell(qunce_view *view, const char *scenario, qunce_error *err)
{
	double revenue[3]; /* 亿元 in 2023, 2024, 2025 */
	qunce_future *future;
	qunce_goal goal;
	if (qunce_series(view, "changfeng-nev", "revenue", "2023", 3, revenue, err) < 0 || qunce_run(view, &(qunce_run_options){ .scenario = scenario }, &future, err) < 0)
		return -1;
	int rc = qunce_future_goal(future, 0, &goal);
	printf("%.2f %.2f %.2f\n%s: %s by %s, p = %.3f\n", revenue[0], revenue[1], revenue[2], qunce_future_title(future), goal.target, goal.due, goal.probability);
	qunce_future_free(future);
	return rc;
}

int main(int argc, char **argv)
{
	qunce_error err = { 0 };
	qunce_store *store = NULL;
	qunce_view *view = NULL;
	int rc = argc < 3 || qunce_open(argv[1], &store, &err) < 0 || qunce_view_open(store, NULL, &view, &err) < 0 || tell(view, argv[2], &err) < 0;
	if (rc)
		fprintf(stderr, "%s\n", err.text);
	qunce_view_close(view);
	qunce_close(store);
	return rc;
}
