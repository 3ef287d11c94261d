# An agent that speaks the protocol with bad intent (hostile-agent.engine.test.ts). What it does is in the environment that "hello" gives.
import json, os, struct, sys, time


def read(count):
    data = b""
    while len(data) < count:
        part = os.read(0, count - len(data))
        if not part: sys.exit(0)
        data += part
    return data


def send(kind, channel, payload=b"", length=None):
    frame = struct.pack(">IBI", 5 + len(payload) if length is None else length, kind, channel) + payload
    while frame: frame = frame[os.write(1, frame):]


def receive():
    length, kind, channel = struct.unpack(">IBI", read(9))
    return kind, channel, read(length - 5)


READY, OK, ERROR, STARTED, STDOUT, STDERR, EXIT, RESET_DONE, FILE, STANDBY, CONSUMED, PONG = 0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47, 0x48, 0x49, 0x4C, 0x4D, 0x4E
END = dict(reason="exited", code=0, signal=None, cpuMs=0, wallMs=0, peakBytes=0, outputBytes=0, oomKills=0)
mode = json.loads(receive()[2])["env"]["MODE"]
if mode == "silent": time.sleep(3600)
if mode == "flood-errors":
    while True: os.write(2, b"x" * 65536)
send(READY, 0, json.dumps(dict(protocol=1, uid=0, pid=1)).encode())
while True:
    kind, channel, _ = receive()
    if kind == 0x02: send(OK, channel)
    if kind != 0x04: continue
    send(STARTED, channel, b'{"standby":true}')
    if mode == "huge-frame": send(STDOUT, channel, b"x", 0xFFFFFFFF)
    elif mode == "beyond-credit":
        while True: send(STDOUT, channel, b"x" * 65536)
    elif mode == "no-bytes":
        while True: send(STDOUT, channel)
    elif mode == "notes":
        while True: send(STANDBY, 0, b"{}")
    elif mode == "pongs":
        while True: send(PONG, 0)
    elif mode == "consumed":
        while True: send(CONSUMED, channel, struct.pack(">I", 0))
    elif mode == "started-again":
        while True: send(STARTED, channel, b'{"standby":true}')
    elif mode == "not-json": send(EXIT, channel, b"{" * 65000)
    elif mode == "deep-json": send(EXIT, channel, b"[" * 65000)
    elif mode == "wrong-numbers": send(EXIT, channel, json.dumps(END | dict(cpuMs=-1, code=1e99)).encode())
    elif mode == "wrong-reason": send(EXIT, channel, json.dumps(END | dict(reason="<script>")).encode())
    elif mode == "other-channel": send(EXIT, channel + 1, json.dumps(END).encode())
    elif mode == "unknown": send(0x7F, channel)
    elif mode == "to-agent": send(0x04, channel, b"{}")
    elif mode == "files": send(FILE, channel, b'{"name":"../../etc/passwd"}')
    elif mode == "reset": send(RESET_DONE, 0, b'{"clean":true,"leftovers":[]}')
    elif mode == "noise": os.write(1, os.urandom(100_000))
    elif mode == "byte-by-byte":
        for byte in struct.pack(">IBI", 65541, STDOUT, channel) + b"x" * 65536: os.write(1, bytes([byte]))
        send(EXIT, channel, json.dumps(END | dict(outputBytes=65536)).encode())
    elif mode == "silent-run": time.sleep(3600)
