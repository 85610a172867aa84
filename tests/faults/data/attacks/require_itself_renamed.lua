require "./require_itself_renamed"
