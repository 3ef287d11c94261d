/** What the bench runs: the same text in a box and in a bare shell. */
export const HELLO = 'print("Hello, World!")\n'

/** Says "!" when it is ready, then sends back each key as it is typed; ends at q. */
export const ECHO = `import os, tty
tty.setraw(0)
os.write(1, b"!")
while (key := os.read(0, 1)) != b"q": os.write(1, key)
`

/** Lines of 80 characters for ever, 64 KB at a time. */
export const FLOOD = `import os
lines = (b"0123456789" * 7 + b"abcdefghi\\n") * 800
while True: os.write(1, lines)
`
