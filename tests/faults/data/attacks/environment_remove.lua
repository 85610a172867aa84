os.remove("a.qn/data.mdb")
