/* SPDX-License-Identifier: Apache-2.0 */
/* unit_words.h - words that are meant as units though no unit of the pack is called so, in folded text without blanks: 仟元, 万吨, 万元/户.
 * They tell what is no unit at all, an office that fills in a form, from a unit that figures were not read in. */
#pragma once
#include <stdbool.h>

/* Is it nothing but a measure, scaled and a piece of something or not: 仟元, 元/人? counted: behind 单位: so many of them too, 10万元. */
bool qn_unit_word_is_measure(const char *word, bool counted);
/* Is it about a unit, as what stands behind 单位: may be? Not an office: 某县经信局. */
bool qn_unit_word_speaks(const char *word);
/* Does it end as the names of offices, places and their seals do? */
bool qn_unit_word_is_office(const char *word);
/* Words in brackets behind a unit that make another of it: 每户, 千. Not 保留两位小数, 含税. */
bool qn_unit_word_alters(const char *word, int length);
