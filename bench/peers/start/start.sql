-- SPDX-License-Identifier: Apache-2.0
-- W6: clusters of 100 and more in 2030, investment growing by 6 % and by 4 %; revenue by 5 % and half of that.
select printf('base=%d changed=%d', sum(value * pow(1.05 + 0.5 * 0.06, 5) >= 100), sum(value * pow(1.05 + 0.5 * 0.04, 5) >= 100))
from obs where indicator = 'revenue' and period = 2025;
