import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findPython, openBox, type Python, runPython } from '../test-box.ts'
import type { Box } from './box.ts'

let python: Python
beforeAll(async () => {
  python = await findPython()
})

describe('the wall, seen from inside', () => {
  let box: Box & AsyncDisposable
  beforeAll(async () => {
    box = await openBox(python)
  })
  afterAll(() => box.destroy())

  /** What a program that prints one value says. Each program gets the box as new. */
  async function tell(source: string): Promise<string> {
    const { output, report, boxUsable } = await runPython(box, source)
    expect(report, output).toMatchObject({ reason: 'exited', code: 0 })
    expect(boxUsable).toBe(true)
    expect(await box.link.reset([])).toEqual({ clean: true, leftovers: [] })
    return output.trim()
  }

  it('is no root, in user and group', async () => {
    expect(await tell('import os; print(os.getresuid(), os.getresgid(), os.getgroups())')).toBe(
      '(60101, 60101, 60101) (60101, 60101, 60101) [60101]',
    )
  })

  it('has no capability, of any kind, and can get none', async () => {
    const status = await tell('print(open("/proc/self/status").read())')
    for (const kind of ['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb']) expect(status).toContain(`${kind}:\t0000000000000000`)
    expect(status).toContain('NoNewPrivs:\t1')
  })

  it('has a root file system that cannot be written', async () => {
    expect(
      await tell(`
import errno, os
for folder in ["/", "/etc", "/usr/bin", "/var", "/var/tmp", "/dev", "/run", "/home"]:
    try:
        os.close(os.open(folder + "/x", os.O_CREAT | os.O_WRONLY)); print("wrote", folder)
    except OSError as e:
        print(errno.errorcode[e.errno])`),
    ).toMatch(/^((EROFS|EACCES)\n?)+$/)
    expect(await tell('print([l.split()[3].split(",")[0] for l in open("/proc/mounts") if l.split()[1] == "/"])')).toBe("['ro']")
  })

  it('can write nowhere else than /code, /tmp and /dev/shm', async () => {
    expect(
      await tell(`
import os
found = set()
for top, folders, files in os.walk("/"):
    folders[:] = [f for f in folders if os.path.join(top, f) not in ("/proc", "/sys")]
    if os.access(top, os.W_OK): found.add(top)
print(sorted(found))`),
    ).toBe("['/code', '/dev/mqueue', '/dev/shm', '/tmp']")
  })

  it('has no set-user-id program', async () => {
    expect(await tell('import os; os.system("find / -xdev -type f -perm /6000 2>/dev/null; echo end")')).toBe('end')
  })

  it('has no network but its own loopback', async () => {
    expect(await tell('import os; print(os.listdir("/sys/class/net"))')).toBe("['lo']")
    expect(
      await tell(`
import socket
for address in [("1.1.1.1", 53), ("172.17.0.1", 80), ("10.0.0.1", 80)]:
    try:
        socket.create_connection(address, timeout=2); print("connected")
    except OSError as e:
        print(e.errno)`),
    ).toBe('101\n101\n101')
  })

  it('has an environment of five names and no host name of ours', async () => {
    expect(await tell('import os; print(sorted(os.environ))')).toBe(
      "['COLORTERM', 'HOME', 'LANG', 'MPLBACKEND', 'MPLCONFIGDIR', 'PATH', 'PYTEST_ADDOPTS', 'PYTHONDONTWRITEBYTECODE', 'PYTHONNOUSERSITE', 'TERM']",
    )
    expect(await tell('import socket; print(socket.gethostname())')).toBe('box')
  })

  it('shows nobody but the agent, its template and the program, and both are closed', async () => {
    expect(
      await tell(`
import os
others = [p for p in os.listdir("/proc") if p.isdigit() and int(p) != os.getpid()]
print(len(others))
for pid in others:
    for name in ["mem", "environ", "maps", "fd", "root"]:
        try:
            path = f"/proc/{pid}/{name}"
            os.listdir(path) if name in ("fd", "root") else open(path, "rb").read(1); print("open", name)
        except OSError as e:
            print(e.errno)`),
    ).toMatch(/^(1\n(13\n?){5}|2\n(13\n?){10})$/)
  })

  it('has an agent that signals from inside do not end', async () => {
    await tell('import os\nfor s in range(1, 65):\n    try: os.kill(1, s)\n    except OSError: pass')
    expect(await tell('print("still here")')).toBe('still here')
  })

  it('has the ulimits', async () => {
    expect(
      await tell('import resource as r; print([r.getrlimit(k) for k in (r.RLIMIT_NOFILE, r.RLIMIT_FSIZE, r.RLIMIT_CORE, r.RLIMIT_STACK)])'),
    ).toBe('[(1024, 1024), (67108864, 67108864), (0, 0), (8388608, 8388608)]')
  })

  it('gives a session of its own with a terminal that is its own', async () => {
    expect(
      await tell(
        'import os, sys; print(os.getsid(0) == os.getpid(), os.tcgetpgrp(0) == os.getpgrp(), all(os.isatty(n) for n in (0, 1, 2)), sorted(os.listdir("/proc/self/fd")))',
      ),
    ).toBe("True True True ['0', '1', '2', '3']")
  })
})

describe('limits', () => {
  const MIB = 1024 * 1024

  it('ends a program that takes too much memory, and says so', async () => {
    await using box = await openBox(python)
    const { report } = await runPython(box, 'x = b"x" * (400 << 20)')
    expect(report).toMatchObject({ reason: 'out_of_memory', signal: 'SIGKILL', limit: 256 * MIB })
    expect(await box.link.reset([])).toMatchObject({ clean: true })
  })

  it('ends a program that fills /tmp and /code and memory, and says so', async () => {
    await using box = await openBox(python)
    const { report } = await runPython(
      box,
      'open("/tmp/a", "wb").write(b"x" * (60 << 20)); open("/code/b", "wb").write(b"x" * (60 << 20)); x = b"x" * (200 << 20)',
    )
    expect(report).toMatchObject({ reason: 'out_of_memory' })
  })

  it('lets a program see that a disk is full', async () => {
    await using box = await openBox(python)
    for (const folder of ['/tmp', '/code']) {
      const { output } = await runPython(
        box,
        `
try:
    for n in range(3): open("${folder}/" + str(n), "wb").write(b"x" * (30 << 20))
except OSError as e:
    print(e.errno)`,
      )
      expect(output).toBe('28\n')
      await box.link.reset([])
    }
  })

  it('ends a program that uses too much processor time, in its children too', async () => {
    const limits = { ...python.profile.runLimits, cpuMs: 500 }
    await using box = await openBox(python, { runLimits: limits })
    const { report } = await runPython(box, 'import os\nos.fork()\nwhile True: pass')
    expect(report).toMatchObject({ reason: 'cpu_limit', limit: 500 })
    expect(report.cpuMs).toBeGreaterThanOrEqual(450)
  })

  it('ends a program that takes too long', async () => {
    await using box = await openBox(python, { runLimits: { ...python.profile.runLimits, wallMs: 300 } })
    const { report } = await runPython(box, 'import time\ntime.sleep(60)')
    expect(report).toMatchObject({ reason: 'timeout', limit: 300 })
  })

  it('ends a program that nobody uses', async () => {
    await using box = await openBox(python, { runLimits: { ...python.profile.runLimits, idleMs: 300 } })
    const { report } = await runPython(box, 'print("hello")\ninput()')
    expect(report).toMatchObject({ reason: 'idle', limit: 300 })
  })

  it('survives a fork bomb, and the next run in the same box works', async () => {
    await using box = await openBox(python, { runLimits: { ...python.profile.runLimits, wallMs: 2000 } })
    const bombed = await runPython(
      box,
      `
import os, time
while True:
    try:
        os.fork()
    except OSError:
        time.sleep(0.01)`,
    )
    expect(bombed.report.reason).toMatch(/^(timeout|cpu_limit|out_of_memory)$/)
    expect(await box.link.reset([])).toEqual({ clean: true, leftovers: [] })
    expect((await runPython(box, 'print("fine")')).output).toBe('fine\n')
  })

  it('lets a program make 128 processes and threads at most', async () => {
    await using box = await openBox(python)
    const { output } = await runPython(
      box,
      `
import os, time
made = 0
try:
    while made < 500:
        if os.fork() == 0: time.sleep(30); os._exit(0)
        made += 1
except BlockingIOError: pass
print(made < 128)`,
    )
    expect(output).toBe('True\n')
  })
})

describe('runs', () => {
  it('runs the language’s own sample', async () => {
    await using box = await openBox(python)
    const sample = await readFile(join(import.meta.dirname, '../../profiles/languages/python/hello.py'), 'utf8')
    expect(await runPython(box, sample)).toMatchObject({ output: 'Hello, World!\n', report: { reason: 'exited', code: 0 } })
  })

  it('answers input() and says what the program ended with', async () => {
    await using box = await openBox(python)
    const ran = await runPython(box, 'name = input("Name? "); print(f"Hello {name}"); exit(7)', (text, run) => {
      if (text.endsWith('Name? ')) run.write(Buffer.from('Ada\n'))
    })
    expect(ran).toMatchObject({ output: 'Name? Ada\nHello Ada\n', standby: true, report: { reason: 'exited', code: 7 } })
  })

  it('names the signal that ended a program', async () => {
    await using box = await openBox(python)
    expect((await runPython(box, 'import os; os.kill(os.getpid(), 11)')).report).toMatchObject({ reason: 'signaled', signal: 'SIGSEGV' })
  })

  it('shows a program nothing of the one before', async () => {
    await using box = await openBox(python)
    await runPython(
      box,
      `
import os, subprocess, time
from multiprocessing import shared_memory
os.makedirs("/code/deep/" + "d/" * 100)
for name in ["/code/a", "/tmp/b", "/dev/shm/c", "/dev/mqueue/d"]:
    try: open(name, "w").write("secret")
    except OSError: pass
os.mkdir("/tmp/closed"); open("/tmp/closed/x", "w"); os.chmod("/tmp/closed", 0)
subprocess.Popen(["sleep", "1000"], start_new_session=True)
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0: time.sleep(1000)`,
    )
    expect(await box.link.reset([])).toEqual({ clean: true, leftovers: [] })
    const { output } = await runPython(
      box,
      'import os; print(os.listdir("/code"), os.listdir("/tmp"), os.listdir("/dev/shm"), os.listdir("/dev/mqueue"), len([p for p in os.listdir("/proc") if p.isdigit()]))',
    )
    // The agent, the program, and the standby's template where the reset came soon enough for one.
    expect(output).toMatch(/^\['main.py'\] \[\] \[\] \[\] [23]\n$/)
  })

  it('keeps all of a large last output', async () => {
    await using box = await openBox(python)
    const { output, report } = await runPython(box, 'print("x" * 3_000_000, end="END")')
    expect(output.length).toBe(3_000_003)
    expect(output.endsWith('xEND')).toBe(true)
    expect(report.outputBytes).toBe(3_000_003)
  })

  it('runs a program the same from a template, from a standby of its own, and from nothing', async () => {
    const source = `
import os, signal, sys, threading
print(sorted(sys.modules), sys.argv, sys.path, sys.flags, sys.stdout.line_buffering, sys.stdin.isatty(), sorted(os.environ))
status = dict(line.split(":", 1) for line in open("/proc/self/status").read().splitlines())
print({key: status[key] for key in ("PPid", "Threads", "SigBlk", "SigIgn", "SigCgt", "NoNewPrivs", "Seccomp")}, signal.getsignal(signal.SIGINT))
print(os.getpgrp() == os.getpid() == os.getsid(0) == os.tcgetpgrp(0), os.ttyname(0) == os.ttyname(2), os.get_terminal_size(), os.getcwd(), os.umask(0o22))
print([fd for fd in range(3, 50) if os.path.exists(f"/proc/self/fd/{fd}")], open("/proc/self/oom_score_adj").read(), os.access("/proc/self/mem", os.W_OK))
print(sorted(globals()), threading.main_thread().ident == threading.get_ident(), open("/dev/tty").isatty())
`
    const outputs: string[] = []
    for (const standby of ['template', 'process', 'none'] as const) {
      await using box = await openBox(python, { standby })
      // A template serves who runs again at once.
      expect(await box.link.reset([])).toMatchObject({ clean: true })
      const ran = await runPython(box, source)
      expect(ran.standby).toBe(standby !== 'none')
      outputs.push(ran.output)
    }
    expect(outputs[0]).toBe(outputs[2])
    expect(outputs[1]).toBe(outputs[2])
  })

  it('gives programs hashes of their own, but in quick succession', async () => {
    const [apart, together] = [4, 3]
    const inSuccession = async (): Promise<number> => {
      await using box = await openBox(python)
      const seen: string[] = []
      for (let round = 0; round < 4; round++) {
        seen.push((await runPython(box, 'print(hash("glovebox"))')).output)
        if (round === 2) await new Promise(resolve => setTimeout(resolve, 1100))
        expect(await box.link.reset([])).toMatchObject({ clean: true })
      }
      // By itself, twice from a template, and by itself again.
      if (seen[1] !== seen[2]) expect(new Set(seen).size).toBe(apart)
      return new Set(seen).size
    }
    let different = apart
    // Where the machine stood still for a second, the succession was not quick.
    for (let tries = 0; different === apart && tries < 5; tries++) different = await inSuccession()
    expect(different).toBe(together)
  })

  it('never runs a program in a template that has no room to fork', async () => {
    const agentThreads = async (): Promise<number> => {
      await using box = await openBox(python)
      const { output } = await runPython(box, 'print(open("/proc/1/status").read().split("Threads:")[1].split()[0])')
      return Number(output)
    }
    const threads = await agentThreads()
    // Room for the program alone, and for the first of the two that it takes to make a standby.
    for (const processes of [threads + 1, threads + 2]) {
      await using box = await openBox(python, { boxLimits: { ...python.profile.boxLimits, processes } })
      for (let round = 1; round <= 4; round++) {
        const { output } = await runPython(box, 'open("/code/ran", "a").write("x"); print(open("/code/ran").read())')
        expect(output).toBe(`${'x'.repeat(round)}\n`)
        expect(await box.link.reset(['main.py', 'ran'])).toMatchObject({ clean: true })
      }
    }
  })

  it('serves runs from a standby, again and again', async () => {
    await using box = await openBox(python)
    for (let round = 0; round < 5; round++) {
      expect(await runPython(box, `print(${round})`)).toMatchObject({ output: `${round}\n`, standby: true })
      expect(await box.link.reset([])).toMatchObject({ clean: true })
    }
  })
})
