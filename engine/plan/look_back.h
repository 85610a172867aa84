/* SPDX-License-Identifier: Apache-2.0 */
/* look_back.h - how many periods before the first judged a linked plan needs. */
#pragma once
#include "plan/link.h"

/* Sets look_back of a linked plan whose graphs, slots and outputs are written. */
int qn_look_back(qn_linked *linked, qn_error *err);
