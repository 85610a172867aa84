require "helper_circle_a"
