/* SPDX-License-Identifier: Apache-2.0 */
/* test_program_io.c - a program comes back as it went; bytes that were tampered with are refused or are another valid
 * program, and never a fault; rules whose roots are not what they should be are refused in words. */
#include "fixture.h"
#include "plan/link.h"

#define NEVER { QN_NONE, QN_NONE }

/* Every kind of thing a pack or scenario can declare. */
static void world_fill(struct world *w)
{
	static const char *asks[] = { "targets", "at_risk" }, *levels[] = { "high", "medium" };
	static const char *printed[] = { "c.revenue\n\t亿元", "" };
	static qn_label titles[] = { { "高", "High" }, { "中", NULL } };
	static uint32_t from[] = { 3, 3 };
	static qn_change changes[] = {
		{ "shock", 2, { QN_NORMAL, 0.04, 0.02, 0 }, NULL, 0, false, QN_NO_PERIOD, QN_NO_PERIOD },
		{ "growth.avg", QN_NONE, { QN_FIXED, QN_MISSING, 0, 0 }, "mean", 0, true, 2027, 2029 },
	};
	static qn_move moves[] = { { QN_SCALE, REVENUE, 2, "shock", "changfeng", QN_NONE, -0.2, 0, NULL, 2027, 2027, false, NULL },
		{ QN_REACH, REVENUE, 2, "reach", "all", QN_NONE, 100, 1, NULL, QN_NO_PERIOD, 2027, false, NULL },
		{ QN_FORECAST, REVENUE, 2, "forecast", "all", QN_NONE, 0, 0, NULL, 2027, QN_NO_PERIOD, false, "theta" } };
	static qn_tie ties[] = { { "shock", "own_shock", 0.5, 2 } };
	static uint32_t bases[] = { 0 };
	static qn_effect effects[] = { { QN_SCALE, REVENUE, 1 } };
	static qn_measure measures[] = { { "5", "附件3 5", "技术改造", "ours", { "技改", NULL }, 1, effects, 1 } };
	static uint32_t start[] = { QN_START }, granted[] = { 0 };
	static qn_stage stages[] = { { .id = "recognised", .by = "province", .title = { "认定", NULL }, .place = 1, .after = start, .afters = 1, .back = QN_NONE, .lasts = 4,
			.grants = true },
		{ .id = "expired", .title = { NULL, "expired" }, .place = 1, .back = QN_NONE, .lasts = QN_NONE, .expires = true },
		{ .id = "reported", .title = { NULL, "reported" }, .place = 1, .after = granted, .afters = 1, .back = 0, .lasts = QN_NONE, .stays = true, .reports = true } };
	static qn_recognition recognition = { .title_register = "recognition", .waiver_register = "waiver", .note = { .en = "ours" }, .course_register = "course",
		.stage = stages, .stages = 3, .when = { { 1, 1 }, NEVER, NEVER, NEVER, NEVER, NEVER }, .place = 1, .term_years = 4, .renewal_years = QN_NONE,
		.report_month = 3, .report_day = 30, .risk_id = levels, .risk_title = titles, .risk_at_least = from, .risks = 2 };
	static qn_scenario scenario[] = { { .title = "Base", .file = "base.lua", .place = 1 }, { "Slow", "growth", "slow.lua", 2, bases, 1, changes, 2, moves, 3, ties, 1, asks, 2 } };
	static qn_given given[] = { { REVENUE, QN_NO_PERIOD, 100 }, { RESEARCH, QN_NO_PERIOD, 2.5 } };
	static qn_test_entity entities[] = { { given, 2 }, { NULL, 0 } };
	static const char *sets[] = { "drift=5%" }, *waived[] = { "revenue" };
	static qn_expect expects[] = { { QN_EXPECT_VERDICT, "revenue", "met", QN_NO_PERIOD, false, 0, 0 }, { QN_EXPECT_VALUE, "rd_intensity", NULL, QN_NO_PERIOD, true, QN_MISSING, 0.5 } };
	static qn_test tests[] = { { .name = "broken", .broken = "no such name", .broken_chinese = "没有这个名称", .place = QN_NONE, .period = QN_NO_PERIOD, .after = QN_NO_PERIOD },
		{ "whole", NULL, NULL, "words", "changfeng", "slow", "kept", 2, 500, QN_NO_PERIOD, QN_NO_PERIOD, entities, 2, sets, 1, waived, 1, expects, 2 } };
	static qn_criterion criteria[2];
	static uint32_t abouts[] = { RESEARCH, REVENUE };
	static qn_check checks[] = { { "odd", "第三条", "一百亿", "ours", { "不异常", NULL }, 1, QN_NONE, QN_SEVERITY_WARNING, abouts, 2 } };
	static qn_theme themes[] = { { "scale", "(一)", { "规模", "Scale" }, 0 }, { "ideas", NULL, { "创新", NULL }, 0 } };
	static qn_item items[] = { { "revenue", NULL, { "收入", NULL }, 1, 0, 0, QN_NONE, 0, false }, { "research", "(二)", { NULL, "Research" }, 1, 0, 1, 0, QN_NONE, true } };
	static qn_band bands[] = { { "good", { "良好", "good" }, 0 } };
	static qn_judgement_of judgements[] = { { 0, 1, 3 } };
	static qn_ranking rankings[] = { { "merit", "ours", "the office", { "说明", "note" }, { "评分", NULL }, 1, themes, 2, items, 2, bands, 1, judgements, 1,
		QN_TREAT_OUTLIERS, QN_BY_RANK, QN_WEIGH_AHP, QN_GEOMETRIC, 0, 0 } };
	static qn_rounds rounds = { .clause = "四", .quote = "二十个", .plan_register = "plan", .named = "named", .unit_without = "区", .place = 1, .needs = QN_NONE, .unit = CITY, .industry = INDUSTRY,
		.size = REVENUE, .exactly = { QN_NONE, QN_NONE }, .by_plan = { 1, 0 }, .unit_left_out = { 1, 1 } };
	static qn_derivation derivations[1];
	static qn_state states[1];
	static qn_model models[1];
	static qn_goal goals[1];
static qn_published published[1];
	static qn_target targets[1];
	qn_program *p = w->program;
	uint32_t revenue, entry, big, count, goal, industry, shock, rank;
	world_declare(w);
	revenue = leaf(w, QN_INPUT, REVENUE);
	entry = leaf(w, QN_PARAMETER, 0);
	big = two(w, QN_GE, revenue, entry);
	w->program->node[big].place = 1;
	count = one(w, QN_COUNT, big, QN_ALL);
	goal = two(w, QN_GE, count, leaf(w, QN_PARAMETER, 5));
	industry = two(w, QN_EQ, leaf(w, QN_ATTRIBUTE, INDUSTRY), member(w, INDUSTRY, 0));
	rank = two(w, QN_LE, one(w, QN_RANKED, revenue, INDUSTRY), leaf(w, QN_PARAMETER, 2));
	criteria[0] = (qn_criterion){ "revenue", "第三条", "一百亿", "原则上", "read as a test", { "收入", "Revenue" }, 1, big, two(w, QN_AND, industry, rank),
		one(w, QN_RANKED, revenue, QN_ALL), "decided\nby", "worth a look" };
	criteria[1] = (qn_criterion){ "layout", NULL, NULL, NULL, NULL, { NULL, "Layout" }, QN_NONE, QN_NONE, QN_NONE, QN_NONE, NULL, NULL };
	checks[0].holds = big;
	uint32_t ratio = recognition.risk_at_least[0];
	themes[0].weight = themes[1].weight = items[1].weight = rankings[0].least = rankings[0].spread = ratio;
	items[0].value = revenue, items[1].value = derivations[0].node = two(w, QN_DIV, leaf(w, QN_INPUT, RESEARCH), revenue);
	bands[0].at_least = rounds.places = rounds.a_year = recognition.term_years;
	rounds.tolerance = ratio;
	derivations[0] = (qn_derivation){ INTENSITY, items[1].value, 1 };
	shock = leaf(w, QN_ASSUME, 1);
	shock = two(w, QN_ADD, bare(w, 1), shock);
	states[0] = (qn_state){ REVENUE, two(w, QN_MUL, one(w, QN_LAG, revenue, 1), shock), 2 };
	models[0] = (qn_model){ "growth", "ours", { "增长", NULL }, 2, states, 1 };
	published[0] = (qn_published){ qn_period_of(QN_ANNUAL, 2023, 1), 23, 0, { .en = "another list" }, "a page" };
	goals[0] = (qn_goal){ qn_period_of(QN_ANNUAL, 2027, 1), goal, 1 };
	targets[0] = (qn_target){ "big_ones", "第一条", "达到", "力争", "plan", "note", { NULL, "Big ones" }, 1, count, goals, 1, published, 1, true };
	quantile(w, revenue, 0.9, CITY);
	where(w, big, yi(w, 1), constant(w, QN_NUMBER, QN_MISSING, 1, false));
	changes[1].from = qn_period_of(QN_ANNUAL, 2027, 1);
	changes[1].until = qn_period_of(QN_ANNUAL, 2029, 1);
	moves[0].from = moves[0].until = moves[1].until = moves[2].from = qn_period_of(QN_ANNUAL, 2027, 1);
	p->criterion = criteria, p->criteria = 2;
	p->check = checks, p->checks = 1;
	p->ranking = rankings, p->rankings = 1;
	p->rounds = &rounds;
	p->derivation = derivations, p->derivations = 1;
	p->model = models, p->models = 1;
	p->target = targets, p->targets = 1;
	p->recognition = &recognition;
	p->scenario = scenario, p->scenarios = 2;
	tests[1].period = given[1].period = qn_period_of(QN_ANNUAL, 2024, 1);
	given[0].indicator = REVENUE, expects[0].word = "met";
	p->test = tests, p->tests = 2;
	p->measure = measures, p->measures = 1;
	p->printed = printed, p->prints = 2;
}

static qn_buffer bytes_of(const struct world *w)
{
	qn_buffer out = { 0 };
	qn_program_write(w->program, &w->catalogue, &out);
	assert_false(out.failed);
	return out;
}

static void assert_same_nodes(const qn_program *a, const qn_program *b)
{
	assert_int_equal(a->nodes, b->nodes);
	for (uint32_t i = 0; i < a->nodes; i++) {
		const qn_node *x = &a->node[i], *y = &b->node[i];
		assert_int_equal(x->op, y->op);
		assert_int_equal(x->type, y->type);
		assert_int_equal(x->bare, y->bare);
		assert_int_equal(x->a, y->a);
		assert_int_equal(x->b, y->b);
		assert_int_equal(x->c, y->c);
		assert_int_equal(x->symbol, y->symbol);
		assert_int_equal(x->domain, y->domain);
		assert_int_equal(x->place, y->place);
		assert_int_equal(x->dimension, y->dimension);
		assert_memory_equal(&x->value, &y->value, sizeof x->value);
	}
}

static void test_a_program_comes_back_as_it_went(void **state)
{
	struct world w = world_make();
	qn_program *back;
	qn_buffer first, second = { 0 };
	(void)state;
	world_fill(&w);
	first = bytes_of(&w);
	if (qn_program_read(first.data, first.length, &w.catalogue, &back, &w.err) != QN_OK)
		fail_msg("%s", w.err.text);
	assert_same_nodes(w.program, back);
	qn_program_write(back, &w.catalogue, &second);
	assert_int_equal(first.length, second.length);
	assert_memory_equal(first.data, second.data, first.length);
	assert_string_equal(back->criterion[0].waiver_note, "decided\nby");
	assert_string_equal(back->criterion[0].quote, "一百亿");
	assert_null(back->criterion[1].clause);
	assert_string_equal(back->ranking[0].theme[1].id, "ideas");
	assert_true(back->ranking[0].item[1].lower && back->ranking[0].item[1].target == QN_NONE && back->ranking[0].item[0].target == 0);
	assert_true(back->ranking[0].judgement[0].times == 3 && back->ranking[0].weigh == QN_WEIGH_AHP && back->ranking[0].aggregate == QN_GEOMETRIC);
	assert_true(back->rounds->unit == CITY && back->rounds->size == REVENUE && back->rounds->unit_left_out.reading == 1);
	assert_string_equal(back->check[0].id, "odd");
	assert_int_equal(back->check[0].severity, QN_SEVERITY_WARNING);
	assert_int_equal(back->check[0].holds, w.program->check[0].holds);
	assert_int_equal(back->check[0].abouts, 2);
	assert_int_equal(back->check[0].about[1], REVENUE);
	assert_int_equal(back->criterion[1].needs, QN_NONE);
	assert_int_equal(back->parameter[0].dated[1].value, 100);
	assert_int_equal(back->parameter[0].dimension, 1);
	assert_string_equal(back->parameter[1].reading[1].id, "mean");
	assert_int_equal(back->assumption[1].group, INDUSTRY);
	assert_true(back->target[0].compared);
	assert_string_equal(back->target[0].document, "plan");
	assert_int_equal(back->recognition->report_day, 30);
	assert_string_equal(back->recognition->risk_title[1].zh, "中");
	assert_int_equal(back->recognition->when[QN_FIRST_DAY_COUNTS].reading, 1);
	assert_int_equal(qn_program_stage(back, "reported"), 2);
	assert_int_equal(back->recognition->stage[0].after[0], QN_START);
	assert_true(back->recognition->stage[1].expires);
	assert_int_equal(back->tests, 2);
	assert_string_equal(back->test[0].broken, "no such name");
	assert_string_equal(back->test[0].broken_chinese, "没有这个名称");
	assert_string_equal(back->test[1].who, "changfeng");
	assert_int_equal(back->test[1].entity[0].given[1].period, qn_period_of(QN_ANNUAL, 2024, 1));
	assert_int_equal(back->test[1].entity[1].givens, 0);
	assert_true(back->test[1].expect[1].bare && qn_is_missing(back->test[1].expect[1].value) && back->test[1].expect[1].within == 0.5);
	assert_string_equal(back->test[1].set[0], "drift=5%");
	assert_int_equal(back->scenarios, 2);
	assert_string_equal(back->scenario[1].file, "slow.lua");
	assert_string_equal(back->scenario[1].change[1].reading, "mean");
	assert_true(back->scenario[1].move[0].size == -0.2);
	assert_int_equal(back->scenario[1].move[1].from, QN_NO_PERIOD);
	assert_null(back->scenario[1].move[1].method);
	assert_string_equal(back->scenario[1].move[2].method, "theta");
	assert_int_equal(back->scenario[1].base[0], 0);
	assert_true(back->scenario[1].tie[0].r == 0.5);
	assert_string_equal(back->scenario[1].ask[1], "at_risk");
	assert_int_equal(back->measure[0].effect[0].assumption, 1);
	assert_string_equal(back->printed[0], "c.revenue\n\t亿元");
	qn_buffer_free(&first);
	qn_buffer_free(&second);
	qn_program_free(back);
	qn_program_free(w.program);
}

static void test_an_array_that_was_read_can_grow(void **state)
{
	struct world w = world_make();
	qn_program *back;
	qn_buffer bytes;
	(void)state;
	world_fill(&w);
	bytes = bytes_of(&w);
	assert_int_equal(qn_program_read(bytes.data, bytes.length, &w.catalogue, &back, &w.err), QN_OK);
	qn_program_free(w.program);
	w.program = back;
	for (int i = 0; i < 100; i++)
		bare(&w, i);
	assert_true(w.program->node[w.program->nodes - 1].value == 99);
	qn_buffer_free(&bytes);
	qn_program_free(w.program);
}

/* Tampering: a counter-based generator, so that a failing round can be run again by its number. */
static uint64_t mix(uint64_t x)
{
	x += 0x9E3779B97F4A7C15u;
	x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9u;
	x = (x ^ x >> 27) * 0x94D049BB133111EBu;
	return x ^ x >> 31;
}

static size_t tamper(unsigned char *bytes, size_t length, size_t room, uint64_t round)
{
	static const uint32_t words[] = { 0, 1, 7, 0x7F, 0xFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF };
	uint64_t r = mix(round);
	size_t at = 12 + mix(round + 1000003) % (length - 16), other = 12 + mix(round + 2000003) % (length - 16);
	switch (r % 6) {
	case 0: bytes[at] ^= (unsigned char)(1u << (r >> 8 & 7)); return length;
	case 1: bytes[at] = (unsigned char)(r >> 8); return length;
	case 2: memcpy(bytes + at, &words[r >> 8 & 7], 4); return length;
	case 3: return at;
	case 4: memmove(bytes + at, bytes + other, (r >> 8 & 63) < length - (at > other ? at : other) ? (r >> 8 & 63) : 1); return length;
	default:
		memmove(bytes + at + 4, bytes + at, length - at);
		return length + 4 <= room ? length + 4 : room;
	}
}

/* Whatever was let in can be linked, or is refused by then in words. */
static void link_all(const struct world *w, const qn_program *program)
{
	qn_want want[64];
	uint32_t wants = 0;
	for (uint32_t i = 0; i < program->criteria && wants < 60; i++)
		if (program->criterion[i].needs != QN_NONE)
			want[wants++] = (qn_want){ QN_WANT_NODE, program->criterion[i].needs };
	for (uint32_t i = 0; i < program->targets && wants < 60; i++)
		want[wants++] = (qn_want){ QN_WANT_NODE, program->target[i].value };
	want[wants++] = (qn_want){ QN_WANT_INDICATOR, REVENUE };
	want[wants++] = (qn_want){ QN_WANT_INDICATOR, INTENSITY };
	for (uint32_t model = 0; model <= program->models; model++) {
		qn_linked *linked = NULL;
		qn_error err = { 0 };
		if (qn_link(program, &w->catalogue, model < program->models ? model : QN_NONE, want, wants, &linked, &err) == QN_OK)
			qn_linked_free(linked);
		else
			assert_true(err.text[0]);
	}
}

static void test_tampered_bytes_are_refused_or_another_valid_program(void **state)
{
	struct world w = world_make();
	qn_buffer good;
	int accepted = 0, refused = 0;
	(void)state;
	world_fill(&w);
	good = bytes_of(&w);
	for (uint64_t round = 0; round < 20000; round++) {
		size_t length;
		qn_program *read;
		unsigned char *bytes = malloc(good.length + 4), *exact;
		memcpy(bytes, good.data, good.length);
		length = tamper(bytes, good.length, good.length + 4, round);
		exact = realloc(bytes, length); /* so that reading past the end is seen */
		assert_non_null(exact);
		w.err.text[0] = 0;
		if (qn_program_read(exact, length, &w.catalogue, &read, &w.err) == QN_OK) {
			qn_buffer again = { 0 }, text = { 0 };
			qn_program_write(read, &w.catalogue, &again);
			assert_int_equal(again.length, length);
			qn_program_print(read, &w.catalogue, NULL, false, &text);
			link_all(&w, read);
			qn_buffer_free(&again);
			qn_buffer_free(&text);
			qn_program_free(read);
			accepted++;
		} else {
			assert_true(w.err.text[0]);
			assert_null(read);
			refused++;
		}
		free(exact);
	}
	print_message("%d refused, %d accepted\n", refused, accepted);
	assert_true(refused > 5000 && accepted > 100);
	qn_buffer_free(&good);
	qn_program_free(w.program);
}

static void refused(struct world *w, const char *words)
{
	qn_buffer bytes = bytes_of(w);
	qn_program *read;
	assert_int_not_equal(qn_program_read(bytes.data, bytes.length, &w->catalogue, &read, &w->err), QN_OK);
	assert_string_equal(w->err.text, words);
	qn_buffer_free(&bytes);
	qn_program_free(w->program);
	*w = world_make();
	world_fill(w);
}

static void test_roots_are_what_their_rules_need(void **state)
{
	struct world w = world_make();
	uint32_t revenue = 0;
	(void)state;
	world_fill(&w);
	w.program->criterion[0].needs = revenue;
	refused(&w, "criteria.lua:12, called from pack.lua:3: revenue: a condition is needed, as in c.x >= p.y, and this is a value");
	w.program->target[0].value = revenue;
	refused(&w, "criteria.lua:12, called from pack.lua:3: big_ones: its value differs from one cluster to the next: bring them "
		"together with count(…), total(…), mean(…)");
	w.program->test[1].entity[0].given[0].indicator = INDICATORS;
	refused(&w, "the program cannot be used: a test leads nowhere");
	w.program->test[1].expect[0].word = NULL;
	refused(&w, "the program cannot be used: a test leads nowhere");
	w.program->model[0].state[0].node = revenue;
	refused(&w, "growth.lua:7: revenue: a step reads an indicator of the period it makes");
	w.program->derivation[0].node = revenue;
	refused(&w, "criteria.lua:12, called from pack.lua:3: rd_intensity (a pure number) is not what its rule gives (亿元)");
	w.program->derivation[0].node = leaf(&w, QN_ASSUME, 0);
	refused(&w, "criteria.lua:12, called from pack.lua:3: rd_intensity: only a model's step rests on assumptions");
	qn_program_free(w.program);
}

/* The mark of options on a kind once led readers far out of the catalogue. */
static void test_an_attribute_is_of_a_kind_and_never_marked_as_an_option(void **state)
{
	struct world w = world_make();
	uint32_t attribute = 0;
	(void)state;
	world_fill(&w);
	while (w.program->node[attribute].op != QN_ATTRIBUTE)
		attribute++;
	w.program->node[attribute].symbol |= QN_OPTION_DOMAIN;
	qn_buffer bytes = bytes_of(&w);
	qn_program *read;
	assert_int_not_equal(qn_program_read(bytes.data, bytes.length, &w.catalogue, &read, &w.err), QN_OK);
	assert_non_null(strstr(w.err.text, "a category of nothing known"));
	qn_buffer_free(&bytes);
	qn_program_free(w.program);
}

static void test_names_places_and_numbers_are_checked(void **state)
{
	struct world w = world_make();
	(void)state;
	world_fill(&w);
	w.program->criterion[1].id = "revenue";
	refused(&w, "criterion \"revenue\" is declared twice");
	w.program->place_of[1].caller = 1;
	refused(&w, "the program cannot be used: a line is called from a later one");
	w.program->assumption[0].usual.b = -1;
	refused(&w, "growth.lua:7: shock: its distribution is none: spread at least 0, low <= mode <= high");
	w.program->assumption[0].usual.b = INFINITY;
	refused(&w, "the program cannot be used: a number is infinite");
	w.program->criterion[0].title.zh = "a\x1b[31m";
	refused(&w, "the program cannot be used: a text holds control characters");
	w.program->criterion[0].title.zh = "a\xE2\x80\xAE";
	refused(&w, "the program cannot be used: a text holds control characters");
	w.program->criterion[0].title.zh = "\xC0\xAF";
	refused(&w, "the program cannot be used: a text is not UTF-8");
	w.program->recognition->report_day = 0;
	refused(&w, "criteria.lua:12, called from pack.lua:3: recognition: report_due is no day of a year, as in \"03-30\"");
	w.program->recognition->report_day = 30;
	w.program->recognition->stage[1].expires = false;
	refused(&w, "criteria.lua:12, called from pack.lua:3: recognition: the stage expired can never be entered: say what it comes after");
	w.program->recognition->stage[1].expires = true;
	w.program->recognition->stage[0].after[0] = 3;
	refused(&w, "criteria.lua:12, called from pack.lua:3: recognition: the stage recognised comes after no stage");
	w.program->recognition->stage[0].after[0] = QN_START;
	w.program->recognition->when[QN_REPORT_BEFORE] = (qn_when){ 1, 7 };
	refused(&w, "criteria.lua:12, called from pack.lua:3: recognition: report_before names no reading of an option");
	w.program->recognition->when[QN_REPORT_BEFORE].option = QN_NONE;
	w.program->ranking[0].item[0].theme = 2;
	refused(&w, "criteria.lua:12, called from pack.lua:3: merit: the item revenue is of no theme");
	w.program->ranking[0].item[0].theme = 0;
	w.program->ranking[0].item[0].target = w.program->ranking[0].least;
	refused(&w, "criteria.lua:12, called from pack.lua:3: revenue: its target likely is in another unit");
	w.program->ranking[0].item[0].target = 0;
	w.program->ranking[0].judgement[0].b = 0;
	refused(&w, "criteria.lua:12, called from pack.lua:3: merit: judgements: { \"a\", \"b\", 3 } says that theme a counts three times as much as theme b");
	w.program->ranking[0].judgement[0].b = 1;
	w.program->rounds->ranking = 1;
	refused(&w, "criteria.lua:12, called from pack.lua:3: rounds: by names no ranking");
	w.program->rounds->ranking = 0;
	w.program->node[0].op = QN_HOLD;
	refused(&w, "the program cannot be used: scripts cannot hold a value");
	qn_program_free(w.program);
}

static void test_another_catalogue_or_format_is_refused(void **state)
{
	struct world w = world_make();
	qn_buffer bytes;
	qn_program *read;
	(void)state;
	world_fill(&w);
	bytes = bytes_of(&w);
	w.catalogue.pack = "another";
	assert_int_equal(qn_program_read(bytes.data, bytes.length, &w.catalogue, &read, &w.err), QN_EINPUT);
	assert_string_equal(w.err.text, "the program cannot be used: it was made with another catalogue");
	w.catalogue.pack = "invented";
	bytes.data[3]++;
	assert_int_equal(qn_program_read(bytes.data, bytes.length, &w.catalogue, &read, &w.err), QN_EINPUT);
	assert_string_equal(w.err.text, "the program cannot be used: it is of another format");
	assert_int_equal(qn_program_read(bytes.data, 0, &w.catalogue, &read, &w.err), QN_EINPUT);
	qn_buffer_free(&bytes);
	qn_program_free(w.program);
}

static void test_too_many_operations_are_refused(void **state)
{
	struct world w = world_make();
	qn_buffer bytes;
	qn_program *read;
	(void)state;
	for (int i = 0; i < 65536; i++)
		leaf(&w, QN_YEAR, QN_NONE);
	bytes = bytes_of(&w);
	assert_int_equal(qn_program_read(bytes.data, bytes.length, &w.catalogue, &read, &w.err), QN_OK);
	qn_program_free(read);
	leaf(&w, QN_YEAR, QN_NONE);
	qn_buffer_free(&bytes);
	bytes = bytes_of(&w);
	assert_int_equal(qn_program_read(bytes.data, bytes.length, &w.catalogue, &read, &w.err), QN_ELIMIT);
	qn_buffer_free(&bytes);
	qn_program_free(w.program);
}

static void test_a_parameter_before_its_first_date_is_its_first_value(void **state)
{
	struct world w = world_make();
	(void)state;
	world_declare(&w);
	assert_true(qn_parameter_at(&w.program->parameter[0], 0) == 80);
	assert_true(qn_parameter_at(&w.program->parameter[0], 19999) == 80);
	assert_true(qn_parameter_at(&w.program->parameter[0], 20000) == 100);
	assert_true(qn_is_missing(qn_parameter_at(&w.program->parameter[6], 0)));
	assert_int_equal(qn_program_parameter(w.program, "likely"), 3);
	assert_int_equal(qn_program_parameter(w.program, "unlikely"), -1);
	qn_program_free(w.program);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_program_comes_back_as_it_went),
		cmocka_unit_test(test_an_array_that_was_read_can_grow),
		cmocka_unit_test(test_tampered_bytes_are_refused_or_another_valid_program),
		cmocka_unit_test(test_roots_are_what_their_rules_need),
		cmocka_unit_test(test_an_attribute_is_of_a_kind_and_never_marked_as_an_option),
		cmocka_unit_test(test_names_places_and_numbers_are_checked),
		cmocka_unit_test(test_another_catalogue_or_format_is_refused),
		cmocka_unit_test(test_too_many_operations_are_refused),
		cmocka_unit_test(test_a_parameter_before_its_first_date_is_its_first_value),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
