# SPDX-License-Identifier: Apache-2.0
# Completion of qunce in bash: commands, options, and the names that the store knows; files where it offers nothing.
_qunce()
{
	mapfile -t COMPREPLY < <("${COMP_WORDS[0]}" __complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _qunce qunce
