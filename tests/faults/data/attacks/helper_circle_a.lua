require "helper_circle_b"
