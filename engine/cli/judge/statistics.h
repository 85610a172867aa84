/* SPDX-License-Identifier: Apache-2.0 */
/* statistics.h - an indicator of two periods by region and industry, as the tables of `statistics` share it. */
#pragma once
#include "cli/session.h"
#include "methods/regional.h"

typedef struct {
	cli_session *se;
	uint32_t indicator, unit;   /* unit: of the indicator */
	uint32_t by, industry;      /* kinds; by may be the subject: each its own region */
	int from, to;               /* indices */
	double *before, *after;     /* [entities], missing where nothing is known */
	uint32_t regions, industries; /* how many members there are */
	bool *chosen;               /* [entities]: of the filters: only these are told, and all are counted */
	double goal;                /* growth a year that was wanted; missing: not asked */
} statistics_view;

/* Member of the kind that an entity belongs to; the one after the last: it is told of none. */
uint32_t statistics_region(const statistics_view *v, size_t entity);
uint32_t statistics_industry(const statistics_view *v, size_t entity);
/* Does the region have one of those chosen? */
bool statistics_tells(const statistics_view *v, uint32_t region);
const char *statistics_name(const statistics_view *v, uint32_t kind, uint32_t member, qn_error *err);

/* statistics_tables.c */
int add_quotients(const statistics_view *v, qn_report *report, qn_error *err);
int add_shifts(const statistics_view *v, qn_report *report, qn_error *err);
int add_concentration(const statistics_view *v, qn_report *report, qn_error *err);
int add_quadrants(const statistics_view *v, qn_report *report, qn_error *err);
