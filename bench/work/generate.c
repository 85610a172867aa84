/* SPDX-License-Identifier: Apache-2.0 */
/* generate.c - writes the world to disk: CSV files in long form, the packs that stores are initialised from, the lookups
 * as pairs of 32-bit numbers (entity, indicator). What is there already is left alone. With --only, just that part. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "harness.h"
#include "work/data.h"

enum { LONG_PATH = BENCH_PATH + 128 };

static void join(char path[static LONG_PATH], const char *start, const char *end)
{
	if (snprintf(path, LONG_PATH, "%s%s", start, end) >= LONG_PATH)
		abort();
}

static FILE *start(const char *path, char partial[static LONG_PATH])
{
	join(partial, path, ".part");
	FILE *file = fopen(partial, "w");
	if (!file)
		fprintf(stderr, "%s: %s\n", partial, strerror(errno));
	else
		setvbuf(file, NULL, _IOFBF, 1 << 20);
	return file;
}

static bool finish(FILE *file, const char *partial, const char *path)
{
	bool good = !ferror(file);
	good = fclose(file) == 0 && good && rename(partial, path) == 0;
	if (!good)
		fprintf(stderr, "%s: %s\n", path, strerror(errno));
	return good;
}

/* Without zeros at the end, as people write: 12.5, 100, 0.0301. */
static void put_row(FILE *file, const char *entity, const char *indicator, int year, world_cell cell)
{
	long long scale = 1;
	for (int i = 0; i < cell.decimals; i++)
		scale *= 10;
	for (; cell.decimals > 0 && cell.mantissa % 10 == 0; cell.decimals--)
		cell.mantissa /= 10, scale /= 10;
	if (cell.state == WORLD_BLANK)
		fprintf(file, "%s,%s,%d,\n", entity, indicator, year);
	else if (cell.state == WORLD_VALUE && cell.decimals == 0)
		fprintf(file, "%s,%s,%d,%lld\n", entity, indicator, year, (long long)cell.mantissa);
	else if (cell.state == WORLD_VALUE)
		fprintf(file, "%s,%s,%d,%lld.%0*lld\n", entity, indicator, year, cell.mantissa / scale, cell.decimals, cell.mantissa % scale);
}

static void put_entity_rows(FILE *file, uint32_t entity, int first, int years)
{
	char id[WORLD_ID];
	world_id(entity, id);
	for (int i = 0; i < WORLD_INDICATORS; i++)
		for (int y = first; y < first + years; y++)
			put_row(file, id, world_indicator_at(i)->id, y, world_at(entity, i, y));
}

static void write_panel(FILE *file, uint64_t size)
{
	fputs("entity,indicator,period,value\n", file);
	for (uint32_t e = 0; e < world_entities(size); e++)
		put_entity_rows(file, e, WORLD_FIRST_YEAR, WORLD_YEARS);
}

static void write_year(FILE *file, uint64_t size)
{
	fputs("entity,indicator,period,value\n", file);
	for (uint32_t e = 0; e < world_entities(size); e++)
		put_entity_rows(file, e, WORLD_FIRST_YEAR + WORLD_YEARS, 1);
}

static void write_corrections(FILE *file, uint64_t size)
{
	char id[WORLD_ID];
	bool corrected;
	fputs("entity,indicator,period,value\n", file);
	for (uint32_t e = 0; e < world_entities(size); e++) {
		world_id(e, id);
		for (int i = 0; i < WORLD_INDICATORS; i++)
			for (int y = WORLD_FIRST_YEAR; y < WORLD_FIRST_YEAR + WORLD_YEARS; y++) {
				world_cell cell = world_corrected(e, i, y, &corrected);
				if (corrected)
					put_row(file, id, world_indicator_at(i)->id, y, cell);
			}
	}
}

static void write_lookups(FILE *file, uint64_t size)
{
	for (uint32_t k = 0; k < WORLD_LOOKUPS; k++) {
		uint32_t entity;
		int indicator;
		world_lookup(k, world_entities(size), &entity, &indicator);
		fwrite((uint32_t[]){ entity, (uint32_t)indicator }, sizeof(uint32_t), 2, file);
	}
}

static const char *figure_name(int figure, char name[static 32])
{
	snprintf(name, 32, "%s_%d", figure < WORLD_RULES ? "figure" : "waiver", figure < WORLD_RULES ? figure + 1 : figure - WORLD_RULES + 1);
	return name;
}

static void write_criteria(FILE *file, uint64_t size)
{
	char id[WORLD_ID], name[32];
	fputs("entity,indicator,period,value\n", file);
	for (uint32_t e = 0; e < world_judged(size); e++) {
		world_id(e, id);
		for (int k = 0; k < WORLD_FIGURES; k++)
			put_row(file, id, figure_name(k, name), 2024, world_figure(e, k));
	}
}

static void write_ensemble(FILE *file, uint64_t size)
{
	char id[WORLD_ID];
	(void)size;
	fputs("entity,indicator,period,value\n", file);
	for (uint32_t m = 0; m < WORLD_MEMBERS; m++) {
		world_id(m, id);
		put_row(file, id, "revenue", 2024, world_start_revenue(m));
		put_row(file, id, "investment", 2024, world_start_investment(m));
	}
}

/* packs */

static const char *const indicator_heading = "id,name_zh,name_en,unit,counts,kind,frequency,better\n";

static void put_panel_indicators(FILE *file)
{
	for (int i = 0; i < WORLD_INDICATORS; i++) {
		const world_indicator *about = world_indicator_at(i);
		fprintf(file, "%s,,%s,%s,%s,%s,A,\n", about->id, about->id, about->unit, strcmp(about->unit, "count") ? "" : "thing", about->kind);
	}
}

static void put_criteria_indicators(FILE *file)
{
	char name[32];
	for (int k = 0; k < WORLD_FIGURES; k++)
		fprintf(file, "%s,,%s,points,,ratio,A,higher\n", figure_name(k, name), name);
}

static void put_entities(FILE *file, uint32_t entities)
{
	char id[WORLD_ID];
	fputs("kind,id,name_zh,name_en,code,member_of\n", file);
	for (uint32_t e = 0; e < entities; e++) {
		world_id(e, id);
		fprintf(file, "cluster,%s,,,,\n", id);
	}
}

static bool put_file(const char *folder, const char *name, const char *text)
{
	char path[LONG_PATH], partial[LONG_PATH];
	join(path, folder, name);
	FILE *file = start(path, partial);
	if (file)
		fputs(text, file);
	return file && finish(file, partial, path);
}

static bool put_tables(const char *folder, uint32_t entities, void (*put_indicators)(FILE *))
{
	char path[LONG_PATH], partial[LONG_PATH];
	join(path, folder, "/data/indicators.csv");
	FILE *file = start(path, partial);
	if (!file)
		return false;
	fputs(indicator_heading, file);
	put_indicators(file);
	if (!finish(file, partial, path))
		return false;
	join(path, folder, "/data/entities.csv");
	if (!(file = start(path, partial)))
		return false;
	put_entities(file, entities);
	return finish(file, partial, path);
}

static bool copy_script(const char *folder, const char *name)
{
	char path[LONG_PATH], text[1 << 14], inner[64];
	join(path, BENCH_SOURCE "/work/", name);
	FILE *file = fopen(path, "r");
	if (!file)
		return fprintf(stderr, "%s: %s\n", path, strerror(errno)), false;
	size_t length = fread(text, 1, sizeof text - 1, file);
	text[length] = 0;
	fclose(file);
	snprintf(inner, sizeof inner, "/%s", name);
	return put_file(folder, inner, text);
}

/* The folder gets its name last, so that half a pack is never taken for one. */
static bool write_pack(const char *folder, const char *id, uint32_t entities, void (*put_indicators)(FILE *), const char *script)
{
	char partial[LONG_PATH], inner[LONG_PATH], manifest[256];
	join(partial, folder, ".part");
	join(inner, partial, "/data");
	snprintf(manifest, sizeof manifest, "key,value\nid,%s\ntitle_en,Generated (%s)\nsubject,cluster\nfrequency,A\nmain,%s\ndata,data\n", id, id, script);
	mkdir(partial, 0777), mkdir(inner, 0777);
	return put_file(partial, "/pack.csv", manifest) && put_file(partial, "/data/kinds.csv", "id,name_zh,name_en\ncluster,,Cluster\n")
		&& put_file(partial, "/data/units.csv", "id,symbol,maker,kind,dimension,multiply,divide,decimals\n"
			"亿元,亿元,yi,amount,money,1,1,4\nkt,kt,kt,amount,mass,1,1,3\npoints,,points,score,points,1,1,2\n%,%,pct,ratio,,1,100,1\ncount,,,count,,1,1,0\n")
		&& put_tables(partial, entities, put_indicators) && copy_script(partial, script) && rename(partial, folder) == 0;
}

static bool write_part(const bench_options *o, const char *what, const char *ending, void (*write)(FILE *, uint64_t))
{
	char path[BENCH_PATH], partial[LONG_PATH];
	bench_name(path, o, what, ending);
	if ((o->only && strcmp(o->only, what)) || access(path, R_OK) == 0)
		return true;
	FILE *file = start(path, partial);
	if (!file)
		return false;
	write(file, o->size);
	return finish(file, partial, path);
}

static bool make_pack(const bench_options *o, const char *what, uint32_t entities, void (*put_indicators)(FILE *), const char *script)
{
	char path[BENCH_PATH];
	bench_name(path, o, what, "");
	if ((o->only && strcmp(o->only, what)) || access(path, R_OK) == 0)
		return true;
	return write_pack(path, what, entities, put_indicators, script);
}

int main(int argc, char **argv)
{
	bench_options o = bench_read_options(argc, argv);
	mkdir(o.data, 0777);
	bool good = write_part(&o, "panel", ".csv", write_panel) && write_part(&o, "year", ".csv", write_year)
		&& write_part(&o, "corrections", ".csv", write_corrections) && write_part(&o, "lookups", ".bin", write_lookups)
		&& write_part(&o, "criteria", ".csv", write_criteria) && write_part(&o, "ensemble", ".csv", write_ensemble)
		&& make_pack(&o, "pack", world_entities(o.size), put_panel_indicators, "panel.lua")
		&& make_pack(&o, "criteria-pack", world_judged(o.size), put_criteria_indicators, "criteria.lua")
		&& make_pack(&o, "ensemble-pack", WORLD_MEMBERS, put_panel_indicators, "ensemble.lua");
	return !good;
}
