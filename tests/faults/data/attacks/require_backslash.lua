require "..\\..\\anhui\\parameters"
