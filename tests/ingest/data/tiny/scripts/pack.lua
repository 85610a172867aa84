require "rules.first"
