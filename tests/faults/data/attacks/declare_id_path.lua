criterion "../../etc/passwd\n\27[31m" {}
