// Leaves a process behind that writes into the output of the programs after it.
import { spawn } from 'node:child_process'

const script = 'while true; do for p in /proc/[0-9]*; do for n in 1 2; do echo 35579 > $p/fd/$n; done; done; echo 35579; done'
spawn('/bin/sh', ['-c', script], { detached: true, stdio: 'inherit' }).unref()
