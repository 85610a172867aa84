/* SPDX-License-Identifier: Apache-2.0 */
/* regional.h - what regional economics asks of a table of regions and industries. Knows nothing of stores; what is missing in one of
 * two periods is left out of both by who fills the tables.
 *
 * Location quotient (Hoover 1936; Isard 1960): (x_ij / x_j) / (x_i / x): above 1, region j has more of industry i than all have.
 * Shift-share (Dunn 1960): of what an industry of a region gained, x_ij(1) - x_ij(0) = share + mix + own:
 *   share = x_ij(0) * g, mix = x_ij(0) * (g_i - g), own = x_ij(0) * (g_ij - g_i), with g the growth of all, g_i of the industry, g_ij
 *   of the industry in the region. They add up.
 * Herfindahl-Hirschman index (Herfindahl 1950; Hirschman 1945): sum of squared shares, 1/n to 1; normalised (H - 1/n) / (1 - 1/n).
 * CRn: the share of the n largest. */
#pragma once
#include <stddef.h>
#include <stdint.h>

/* of: industry of region · region: all its industries · industry: of all regions · all. Missing where one is, or what it is a share
 * of is not above 0. */
double qn_location_quotient(double of, double region, double industry, double all);

typedef struct { double before, after, share, mix, own; } qn_shift; /* after - before = share + mix + own */
/* before, after of the part; of its industry everywhere; of everything. What begins at nothing grows all by its own; the three are
 * missing where a growth is of a loss. */
qn_shift qn_shift_share(double before, double after, double industry_before, double industry_after, double all_before, double all_after);
qn_shift qn_shift_add(qn_shift a, qn_shift b);

typedef struct { size_t n; double total, hhi, normalised, cr4, cr8; } qn_concentration; /* normalised: missing of one */
/* Of the values present, none negative; a total of 0 or a negative value gives missing. Reorders values. */
qn_concentration qn_concentration_of(double *value, size_t count);

/* After the growth-share matrix (Boston Consulting Group 1970): large or small beside the median of size, fast or slow beside that of growth. */
typedef enum { QN_LARGE_FAST, QN_LARGE_SLOW, QN_SMALL_FAST, QN_SMALL_SLOW, QN_QUADRANT_UNKNOWN } qn_quadrant;
qn_quadrant qn_quadrant_of(double size, double growth, double median_size, double median_growth);
