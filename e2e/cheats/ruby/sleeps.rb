# Sleeps past the limit, in the hope that what is not over counts as right.
def add(_, _)
  sleep 60
  0
end
