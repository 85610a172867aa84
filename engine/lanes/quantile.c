/* SPDX-License-Identifier: Apache-2.0 */
#include "lanes/quantile.h"
