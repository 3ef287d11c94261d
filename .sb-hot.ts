import { findPython, openBox } from '/tmp/gb/standby/server/test-box.ts'
import { Run } from '/tmp/gb/standby/server/box/runner.ts'
const J='/usr/lib/jvm/java-21-openjdk-amd64/bin/java'
const L: Record<string, any> = {
 node: ['main.js','console.log("hi")\n',['/usr/bin/node','{main}'],['open']],
 ruby: ['main.rb','puts "hi"\n',['/usr/bin/ruby','{main}'],['open']],
 perl: ['main.pl','print "hi\\n";\n',['/usr/bin/perl','{main}'],['start','open']],
 php: ['main.php','<?php echo "hi\\n";\n',['/usr/bin/php','{main}'],['open']],
 lua: ['main.lua','print("hi")\n',['/usr/bin/lua5.4','{main}'],['start','open']],
 bash: ['main.sh','echo hi\n',['/usr/bin/bash','{main}'],['start','open']],
 sql: ['main.sql','select "hi";\n',['/usr/bin/sqlite3','-batch',':memory:','.read {main}'],['start','open']],
 R: ['main.R','cat("hi\\n")\n',['/usr/lib/R/bin/exec/R','--no-echo','--no-restore','--no-environ','--no-init-file','--file={main}'],['read']],
}
const python = await findPython()
const N = Number(process.env.N ?? 15)
const sleep = (ms: number) => new Promise(r => setTimeout(r, ms))
const med = (x: number[]) => x.sort((a, b) => a - b)[x.length >> 1]!
for (const [k, [main, src, run, modes]] of Object.entries(L)) {
  if (process.argv.length > 2 && !process.argv.includes(k)) continue
  let line = k.padEnd(6)
  for (const standby of ['none', ...modes]) {
    await using box = await openBox({ ...python, image: 'sbtest2' }, { standby, run, mainFile: main, compile: null, extensions: ['.x'], env: { ...python.profile.env, R_HOME: '/usr/lib/R' } } as any)
    const t: number[] = []; let served = 0, out = ''
    for (let i = 0; i < N; i++) {
      await sleep(k === 'R' || k === 'ruby' ? 800 : 250)
      const a = performance.now(); let first = 0; out = ''
      const r = new Run(box, { files: [{ name: main, content: src }], args: [], size: { cols: 80, rows: 24 } }, { onStarted() {}, onOutput(b) { first ||= performance.now() - a; out += b; r.credit(b.length) } })
      const o = await r.outcome; if (process.env.V) console.log(standby, o.report.reason, o.report.code, o.standby, out); if (o.standby) served++
      if (out.trim() !== 'hi') { console.log(k, standby, JSON.stringify(out), o.report); break }
      t.push(first); await box.link.reset([], false).catch(async f => { console.log("LOST", standby, i, box.diagnostics(), await box.ending()); throw f })
    }
    line += `  ${standby} ${med(t).toFixed(2)} (${served}/${N})`
  }
  console.log(line)
}
process.exit(0)
