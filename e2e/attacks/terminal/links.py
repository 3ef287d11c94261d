# Prints links that run scripts.
# layers: output
print("\x1b]8;;javascript:alert(1)\x07click\x1b]8;;\x07 \x1b]8;;data:text/html,<script>alert(1)</script>\x07click\x1b]8;;\x07 javascript:alert(1) file:///etc/passwd")
print("HELD")
