/* SPDX-License-Identifier: Apache-2.0 */
#include "lanes/random.h"
