require "helper_loop\0.txt"
