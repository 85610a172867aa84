/* SPDX-License-Identifier: Apache-2.0 */
/* filter.c - a program for the kernel's filter of system calls (seccomp(2)), written out here: libseccomp, which can make such
 * programs, ends by a signal where there is no memory for one, and that is just where it has to hold. */
#include "base/filter.h"
#include <assert.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define MACHINE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define MACHINE AUDIT_ARCH_AARCH64
#elif defined(__riscv) && __riscv_xlen == 64
#define MACHINE AUDIT_ARCH_RISCV64
#elif defined(__loongarch64)
#define MACHINE AUDIT_ARCH_LOONGARCH64
#else
#error "filter.c does not know this machine: add its AUDIT_ARCH_ number"
#endif
static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the lower half of an argument lies first");

enum { HEAD = 10, TAIL = 2, HALF = 4 };
enum { OTHER_CALLS = 0x40000000 }; /* x86 numbers those of its x32 kind from here on; nobody else has so many */

#define LOAD(field, half) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)offsetof(struct seccomp_data, field) + (half))
#define IF_EQUAL(value, yes, no) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)(value), (uint8_t)(yes), (uint8_t)(no))
#define END(what) BPF_STMT(BPF_RET | BPF_K, (what))

bool qn_filter_calls(const int *allowed, size_t count)
{
	struct sock_filter step[HEAD + QN_FILTER_MOST + TAIL] = {
		LOAD(arch, 0),
		IF_EQUAL(MACHINE, 1, 0),
		END(SECCOMP_RET_KILL_PROCESS),
		LOAD(nr, 0),
		BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, OTHER_CALLS, (uint8_t)(count + 5), 0), /* to the end of the process, behind the list */
		IF_EQUAL(SYS_write, 0, 4),
		LOAD(args[0], 0),
		IF_EQUAL(STDOUT_FILENO, 0, count + 2),
		LOAD(args[0], HALF),
		IF_EQUAL(0, count + 1, count),
	};
	assert(count <= QN_FILTER_MOST);
	for (size_t i = 0; i < count; i++)
		step[HEAD + i] = (struct sock_filter)IF_EQUAL(allowed[i], count - i, 0);
	step[HEAD + count] = (struct sock_filter)END(SECCOMP_RET_KILL_PROCESS);
	step[HEAD + count + 1] = (struct sock_filter)END(SECCOMP_RET_ALLOW);
	struct sock_fprog program = { .len = (unsigned short)(HEAD + count + TAIL), .filter = step };
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0;
}

bool qn_limit_own(int what, unsigned long long most)
{
	struct rlimit now;
	if (getrlimit(what, &now) != 0)
		return false;
	if (now.rlim_max > most)
		now.rlim_max = most;
	if (now.rlim_cur > now.rlim_max)
		now.rlim_cur = now.rlim_max;
	return setrlimit(what, &now) == 0;
}
