/* SPDX-License-Identifier: Apache-2.0 */
/* cold.h - the columns of the raw store of W6, in their order; those up to COLD_WORKS and the last go back three years. */
#pragma once

enum { COLD_FACTORIES, COLD_WORKS, COLD_REVENUE, COLD_RD, COLD_FIRMS, COLD_HTE, COLD_SRDI, COLD_PLATFORMS, COLD_COLUMNS };
