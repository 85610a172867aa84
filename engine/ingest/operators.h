/* SPDX-License-Identifier: Apache-2.0 */
/* operators.h - the signs and words, Chinese and English, for how a true value stands to the number told, and for the rank of a
 * source. */
#pragma once
#include "store/remarks.h"

/* The whole text is one such sign or word, blanks aside; nothing at all is =. */
bool qn_claim_op_read(const char *text, qn_claim_op *out);
/* official, checked, published, estimate, and their Chinese words. */
bool qn_rank_read(const char *text, qn_source_rank *out);
const char *qn_rank_word(qn_source_rank rank, bool chinese);
