# Looks for programs that run as somebody else.
# layers: user
found=$(find / -xdev -type f -perm /6000 2>/dev/null)
[ -z "$found" ] && echo HELD || echo "BREACH $found"
