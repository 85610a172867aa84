error("\27[2J\27]0;title\7red \27[31m \xe2\x80\xae bidi")
