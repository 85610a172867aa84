error("one\ntwo\nqunce: forged line\n")
