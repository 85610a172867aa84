/* SPDX-License-Identifier: Apache-2.0 */
/* pages.c - LMDB's trees by plain reads.
 *
 * Page: number 8, pad 2, flags 2, then lower 2 and upper 2 (or, of a run for a long value, its pages 4), then the places of
 * its nodes, 2 each, up to lower. Node: low 2, high 2, flags 2, length of key 2, key; in a leaf then the value, of low +
 * 65536 * high bytes, or the page where its run begins; in a branch low, high and flags are the child's page.
 * Tree (48): pad 4, flags 2, depth 2, branch, leaf and long pages 8 each, entries 8, root 8. Header page: see header.c; its
 * two trees are the free pages (keys: transactions; values: a count and so many pages) and the databases by name. */
#include "store/pages.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "store/chunk.h"
#include "store/header.h"

enum { PAGE_HEAD = 16, NODE_HEAD = 8, DEEPEST = 32, LONGEST_KEY = 511 };
enum { BRANCH = 0x01, LEAF = 0x02, LONG = 0x04, KIND_OF_PAGE = 0xFF & ~0x10 };
enum { NODE_LONG = 0x01, NODE_TREE = 0x02 };
enum { IN_USE = 1, FREE = 2 };
#define NO_PAGE UINT64_MAX

typedef struct walk {
	int file;
	const char *path;
	const qn_page_visitor *to;
	qn_page_count *count;
	qn_error *err;
	uint32_t page_size;
	uint64_t pages;             /* of the file, as the header says */
	unsigned char *use;         /* of each page: IN_USE, FREE */
	unsigned char *room;        /* a page for each level */
	unsigned char *longer;      /* a long value */
	size_t longer_room;
	int db;                     /* of the tree at hand */
	bool by_transaction;        /* its keys are transactions */
	int (*take)(struct walk *w, const MDB_val *key, const MDB_val *value, uint16_t flags, uint64_t page);
	qn_tree seen;
	uint64_t faults;            /* of the tree at hand */
	bool refused;               /* the last that could not be read, by the disk */
	struct { qn_tree tree; bool there; } found[DATABASES];
} walk;

/* 1, 0 where the file ends before or the disk refuses (of which the rest can be read nevertheless), or an error. */
static int read_at(walk *w, void *out, size_t length, uint64_t at)
{
	int got = qn_read_at(w->file, out, length, at);
	w->refused = w->refused || (got < 0 && errno == EIO);
	return got >= 0 ? got : errno == EIO ? 0 : qn_env_fail(w->path, errno, "reading it", w->err);
}

static int tell(walk *w, qn_page_fault fault)
{
	w->faults++;
	fault.db = w->db;
	return w->to->fault(w->to->context, &fault, w->err);
}

static int tell_range(walk *w, const char *what, uint64_t page, MDB_val low, MDB_val high)
{
	return tell(w, (qn_page_fault){ .what = what, .page = page, .from = low, .until = high });
}

static int tell_entry(walk *w, const char *what, uint64_t page, MDB_val key)
{
	return tell(w, (qn_page_fault){ .what = what, .page = page, .single = true, .from = key });
}

static const char not_given[] = "its disk does not give a page of it";

static const char *why_not_read(walk *w, const char *ended)
{
	bool refused = w->refused;
	w->refused = false;
	return refused ? not_given : ended;
}

/* Two uses of one page: whichever was first, one of them holds the other's bytes. */
static const char *use_page(walk *w, uint64_t page)
{
	unsigned char before;
	if (page < 2 || page >= w->pages)
		return "leads to a page that is not there";
	before = w->use[page];
	w->use[page] |= IN_USE;
	w->count->pages++;
	return before & IN_USE ? "uses a page that is used elsewhere" : before & FREE ? "uses a page that is marked as free" : NULL;
}

/* Keys in order, the length deciding between beginnings; transactions are numbers. */
static int compare(const walk *w, const MDB_val *a, const MDB_val *b)
{
	size_t shorter = a->mv_size < b->mv_size ? a->mv_size : b->mv_size;
	if (w->by_transaction && a->mv_size == 8 && b->mv_size == 8) {
		uint64_t left = qn_u64_at(a->mv_data), right = qn_u64_at(b->mv_data);
		return left < right ? -1 : left > right;
	}
	int order = memcmp(a->mv_data, b->mv_data, shorter);
	return order ? order : a->mv_size < b->mv_size ? -1 : a->mv_size > b->mv_size;
}

static uint32_t nodes_of(const unsigned char *page) { return (uint32_t)(qn_u16_at(page + 12) - PAGE_HEAD) / 2; }

/* What is wrong with a page of a tree before its nodes are looked at; NULL: nothing. */
static const char *fault_of_page(const walk *w, const unsigned char *page, uint64_t number, int kind)
{
	uint32_t lower = qn_u16_at(page + 12), upper = qn_u16_at(page + 14);
	if (qn_u64_at(page) != number)
		return "a page is not the one that should stand there";
	if ((qn_u16_at(page + 10) & KIND_OF_PAGE) != kind)
		return "a page is of another kind than it should be";
	if (w->page_size == 65536 && upper == 0)
		upper = 65536;
	if (lower < PAGE_HEAD || lower % 2 || lower > upper || upper > w->page_size || lower == PAGE_HEAD)
		return "a page's bounds are off";
	return NULL;
}

/* The node's key, and NULL; or what is wrong with it. */
static const char *node_at(const walk *w, const unsigned char *page, uint32_t i, const unsigned char **node, MDB_val *key)
{
	uint32_t at = qn_u16_at(page + PAGE_HEAD + 2 * i), size;
	if (at < qn_u16_at(page + 12) || at > w->page_size - NODE_HEAD)
		return "an entry lies outside of its page";
	*node = page + at;
	size = qn_u16_at(*node + 6);
	if (size > LONGEST_KEY || size > w->page_size - NODE_HEAD - at)
		return "a key is longer than its page";
	*key = (MDB_val){ size, (void *)(*node + NODE_HEAD) };
	return NULL;
}

static bool is_between(const walk *w, const MDB_val *key, const MDB_val *low, const MDB_val *high)
{
	return (!low->mv_size || compare(w, key, low) >= 0) && (!high->mv_size || compare(w, key, high) < 0);
}

static bool make_longer(walk *w, size_t size)
{
	unsigned char *more;
	if (size <= w->longer_room)
		return true;
	if (!(more = realloc(w->longer, size)))
		return false;
	w->longer = more;
	w->longer_room = size;
	return true;
}

/* A value in pages of its own: 1 with *value, 0 after a fault was told, or an error. */
static int read_long(walk *w, uint64_t page, const MDB_val *key, MDB_val *value)
{
	unsigned char head[PAGE_HEAD];
	uint64_t pages = (PAGE_HEAD - 1 + (uint64_t)value->mv_size) / w->page_size + 1;
	const char *why = page >= w->pages || pages > w->pages - page ? "leads to a page that is not there" : NULL;
	int rc = why ? 1 : read_at(w, head, sizeof head, page * w->page_size);
	if (rc < 0)
		return rc;
	if (!why && rc == 0)
		why = why_not_read(w, "the file ends before its value");
	if (!why && (qn_u64_at(head) != page || (qn_u16_at(head + 10) & KIND_OF_PAGE) != LONG || qn_u32_at(head + 12) != pages))
		why = "its value's pages are not the ones that should stand there";
	for (uint64_t i = 0; !why && i < pages; i++)
		why = use_page(w, page + i);
	if (why)
		return tell_entry(w, why, page, *key);
	w->seen.longs += pages;
	if (!make_longer(w, value->mv_size))
		return qn_no_memory(w->err);
	if ((rc = read_at(w, w->longer, value->mv_size, page * w->page_size + PAGE_HEAD)) < 0)
		return rc;
	value->mv_data = w->longer;
	return rc ? 1 : tell_entry(w, why_not_read(w, "the file ends before its value"), page, *key);
}

static int take_node(walk *w, const unsigned char *page, const unsigned char *node, uint64_t number, const MDB_val *key)
{
	uint16_t flags = qn_u16_at(node + 4);
	size_t before = (size_t)(node - page) + NODE_HEAD + key->mv_size, size = qn_u16_at(node) | (size_t)qn_u16_at(node + 2) << 16;
	MDB_val value = { size, (void *)(node + NODE_HEAD + key->mv_size) };
	int rc = 1;
	if (before + (flags & NODE_LONG ? 8 : size) > w->page_size)
		return tell_entry(w, "its value is longer than its page", number, *key);
	w->seen.entries++;
	if (flags & NODE_LONG)
		rc = read_long(w, qn_u64_at(node + NODE_HEAD + key->mv_size), key, &value);
	return rc <= 0 ? rc : w->take(w, key, &value, flags, number);
}

static int walk_leaf(walk *w, const unsigned char *page, uint64_t number, const MDB_val *low, const MDB_val *high)
{
	MDB_val before = { 0 };
	int rc = QN_OK;
	for (uint32_t i = 0, nodes = nodes_of(page); i < nodes && rc == QN_OK; i++) {
		const unsigned char *node;
		MDB_val key;
		const char *why = node_at(w, page, i, &node, &key);
		if (!why && (key.mv_size == 0 || !is_between(w, &key, low, high) || (before.mv_size && compare(w, &before, &key) >= 0)))
			why = "a key stands where it does not belong";
		if (why)
			rc = tell_range(w, why, number, before.mv_size ? before : *low, *high);
		else
			rc = take_node(w, page, node, number, &key), before = key;
	}
	return rc;
}

static int walk_page(walk *w, uint64_t number, int depth, MDB_val low, MDB_val high);

static int walk_branch(walk *w, const unsigned char *page, uint64_t number, int depth, const MDB_val *low, const MDB_val *high)
{
	uint32_t nodes = nodes_of(page);
	MDB_val from = *low;
	int rc = QN_OK;
	for (uint32_t i = 0; i < nodes && rc == QN_OK; i++) {
		const unsigned char *node, *next;
		MDB_val unused, until = *high;
		const char *why = node_at(w, page, i, &node, &unused); /* the first key says nothing: there is none before it */
		if (!why && i + 1 < nodes)
			why = node_at(w, page, i + 1, &next, &until);
		if (!why && i + 1 < nodes && (until.mv_size == 0 || !is_between(w, &until, &from, high)))
			why = "a key stands where it does not belong";
		if (why)
			return tell_range(w, why, number, from, *high);
		rc = walk_page(w, qn_u16_at(node) | (uint64_t)qn_u16_at(node + 2) << 16 | (uint64_t)qn_u16_at(node + 4) << 32, depth - 1, from, until);
		from = until;
	}
	return rc;
}

/* At most DEEPEST levels, each with a page of room; low and high lie in the pages above. */
static int walk_page(walk *w, uint64_t number, int depth, MDB_val low, MDB_val high)
{
	unsigned char *page = w->room + (size_t)depth * w->page_size;
	const char *why = use_page(w, number);
	int kind = depth > 1 ? BRANCH : LEAF, rc = why ? 1 : read_at(w, page, w->page_size, number * w->page_size);
	if (rc < 0)
		return rc;
	if (!why)
		why = rc == 0 ? why_not_read(w, "the file ends before a page of it") : fault_of_page(w, page, number, kind);
	if (why)
		return tell_range(w, why, number, low, high);
	if (kind == LEAF) {
		w->seen.leaves++;
		return walk_leaf(w, page, number, &low, &high);
	}
	w->seen.branches++;
	return walk_branch(w, page, number, depth, &low, &high);
}

static int walk_tree(walk *w, const qn_tree *t)
{
	uint64_t before = w->faults;
	int rc;
	w->seen = (qn_tree){ 0 };
	if (t->root == NO_PAGE)
		return t->entries ? tell_range(w, "its entries are gone", UINT64_MAX, (MDB_val){ 0 }, (MDB_val){ 0 }) : QN_OK;
	if (t->depth < 1 || t->depth > DEEPEST)
		return tell_range(w, "its depth is off", UINT64_MAX, (MDB_val){ 0 }, (MDB_val){ 0 });
	rc = walk_page(w, t->root, t->depth, (MDB_val){ 0 }, (MDB_val){ 0 });
	if (rc || w->faults != before)
		return rc;
	if (w->seen.entries != t->entries || w->seen.branches != t->branches || w->seen.leaves != t->leaves || w->seen.longs != t->longs)
		return tell_range(w, "it does not hold as much as its head says", UINT64_MAX, (MDB_val){ 0 }, (MDB_val){ 0 });
	return QN_OK;
}

/* The three kinds of trees. */

static int take_free(walk *w, const MDB_val *key, const MDB_val *value, uint16_t flags, uint64_t page)
{
	uint64_t count = value->mv_size >= 8 ? qn_u64_at(value->mv_data) : 0;
	(void)flags;
	if (key->mv_size != 8 || value->mv_size < 8 || count > value->mv_size / 8 - 1)
		return tell_range(w, "a list of free pages is off", page, (MDB_val){ 0 }, (MDB_val){ 0 });
	for (uint64_t i = 1; i <= count; i++) {
		uint64_t free_page = qn_u64_at((const unsigned char *)value->mv_data + 8 * i);
		if (free_page < 2 || free_page >= w->pages || w->use[free_page])
			return tell_range(w, "a list of free pages names one that is not free", page, (MDB_val){ 0 }, (MDB_val){ 0 });
		w->use[free_page] = FREE;
	}
	return QN_OK;
}

static int take_database(walk *w, const MDB_val *key, const MDB_val *value, uint16_t flags, uint64_t page)
{
	for (int db = 0; db < DATABASES; db++) {
		const char *name = qn_db_name(db);
		if (key->mv_size != strlen(name) || memcmp(key->mv_data, name, key->mv_size) != 0)
			continue;
		qn_tree t = value->mv_size == QN_TREE_BYTES ? qn_tree_at(value->mv_data) : (qn_tree){ 0 };
		if (flags != NODE_TREE || value->mv_size != QN_TREE_BYTES || t.flags != 0)
			return tell_entry(w, "the head of a table is off", page, *key);
		w->found[db].tree = t;
		w->found[db].there = true;
		return QN_OK;
	}
	return tell_entry(w, "there is a table that is none of a store's", page, *key);
}

static int take_entry(walk *w, const MDB_val *key, const MDB_val *value, uint16_t flags, uint64_t page)
{
	if (flags & ~NODE_LONG)
		return tell_entry(w, "an entry is of another kind than it should be", page, *key);
	if (!qn_env_is_sealed((qn_db)w->db, key, value))
		return tell_entry(w, "its checksum does not fit", page, *key);
	w->count->entries[w->db]++;
	return w->to->entry ? w->to->entry(w->to->context, (qn_db)w->db, key, value, w->err) : QN_OK;
}

static int walk_all(walk *w, const qn_header *h)
{
	int rc;
	w->take = take_free, w->by_transaction = true;
	rc = walk_tree(w, &h->free);
	w->take = take_database, w->by_transaction = false;
	if (rc == QN_OK)
		rc = walk_tree(w, &h->main);
	for (w->db = 0; rc == QN_OK && w->db < DATABASES; w->db++) {
		w->take = take_entry;
		if (w->found[w->db].there)
			rc = walk_tree(w, &w->found[w->db].tree);
		else
			rc = tell_range(w, "the table is not there", UINT64_MAX, (MDB_val){ 0 }, (MDB_val){ 0 });
	}
	return rc;
}

/* Which state to walk. */

typedef struct { qn_header of[2]; bool there[2]; } headers;

static int read_header(walk *w, uint64_t at, int which, headers *out)
{
	qn_header *h = &out->of[which];
	int code = qn_header_read(w->file, at, h);
	out->there[which] = code == 0 && (at == 0 || at == h->page_size);
	if (code == EIO) /* and the header is not there */
		return tell_range(w, not_given, NO_PAGE, (MDB_val){ 0 }, (MDB_val){ 0 });
	return code <= 0 ? QN_OK : qn_env_fail(w->path, code, "reading it", w->err);
}

/* The second header stands one page in, and if the first is lost nothing says how large a page is. */
static int read_headers(walk *w, headers *out)
{
	int rc = read_header(w, 0, 0, out);
	for (uint64_t size = 256; rc == QN_OK && size <= 65536 && !out->there[1]; size *= 2)
		if (!out->there[0] || out->of[0].page_size == size)
			rc = read_header(w, size, 1, out);
	return rc;
}

/* What its state knows itself by; where the disk does not give a page of that, the header is believed. */
static int read_recorded(walk *w, const qn_header *h, uint64_t *out)
{
	int code = qn_header_recorded(w->file, h, out);
	if (code == EIO) {
		*out = h->transaction;
		return tell_range(w, not_given, h->free.root, (MDB_val){ 0 }, (MDB_val){ 0 });
	}
	return code ? qn_env_fail(w->path, code, "reading it", w->err) : QN_OK;
}

/* Does it lead into the file? */
static bool is_sound(const qn_header *h, const struct stat *facts)
{
	return h->last >= 1 && h->last < UINT64_MAX / h->page_size && (uint64_t)facts->st_size / h->page_size > h->last;
}

/* The newest that is sound, by what the states say of themselves before what the headers say. */
static int choose_newest(walk *w, const headers *two, const struct stat *facts, const qn_header **best, bool *older)
{
	uint64_t recorded[2] = { 0 }, age[2] = { 0 };
	int rc = QN_OK, at = -1;
	for (int i = 0; i < 2 && rc == QN_OK; i++) {
		if (!two->there[i])
			continue;
		rc = read_recorded(w, &two->of[i], &recorded[i]);
		age[i] = recorded[i] ? recorded[i] : two->of[i].transaction;
		if (is_sound(&two->of[i], facts) && (at < 0 || age[i] > age[at]))
			at = i;
	}
	bool fit = two->there[0] && two->there[1] && qn_headers_fit(two->of, recorded);
	*older = !fit || at != (two->of[1].transaction > two->of[0].transaction);
	*best = at < 0 ? NULL : &two->of[at];
	return rc;
}

static int choose(walk *w, uint64_t transaction, qn_header *out, bool *older)
{
	headers two = { .there = { false } };
	struct stat facts;
	const qn_header *best = NULL;
	if (fstat(w->file, &facts) != 0)
		return qn_env_fail(w->path, errno, "reading it", w->err);
	int rc = read_headers(w, &two);
	for (int i = 0; i < 2 && transaction; i++)
		best = two.there[i] && two.of[i].transaction == transaction ? &two.of[i] : best;
	if (rc == QN_OK && !transaction)
		rc = choose_newest(w, &two, &facts, &best, older);
	if (rc)
		return rc;
	if (!best)
		return qn_fail_both(w->err, QN_ESTORE, "%s:文件的两个头都已损坏:请用原始来源或备份重建", "%s: neither header of its file is sound: make it anew from its sources or a backup", w->path);
	*out = *best;
	return QN_OK;
}

int qn_pages_walk(const char *path, uint64_t transaction, const qn_page_visitor *visitor, qn_page_count *count, bool *older, qn_error *err)
{
	walk w = { .path = path, .to = visitor, .count = count, .err = err, .db = QN_NO_DB };
	qn_header h;
	int rc = qn_env_open_data(path, &w.file, err);
	*count = (qn_page_count){ 0 };
	*older = false;
	if (rc)
		return rc;
	if ((rc = choose(&w, transaction, &h, older)) == QN_OK) {
		w.page_size = h.page_size;
		w.pages = h.last + 1;
		w.use = calloc(w.pages, 1);
		w.room = calloc(DEEPEST + 1, w.page_size);
		rc = w.use && w.room ? walk_all(&w, &h) : qn_no_memory(err);
	}
	free(w.use);
	free(w.room);
	free(w.longer);
	close(w.file);
	return rc;
}
