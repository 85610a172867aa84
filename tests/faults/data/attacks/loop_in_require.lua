require "helper_loop"
