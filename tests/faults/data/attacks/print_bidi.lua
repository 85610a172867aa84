error("safe \u{202E}exe.tar\u{2066} \u{200B}\u{FEFF} \27]8;;http://evil\27\\here\27]8;;\27\\ \u{9B}31m")
