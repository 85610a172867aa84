os.execute("touch written")
