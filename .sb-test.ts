import { findPython, openBox } from '/tmp/gb/standby/server/test-box.ts'
import { Run } from '/tmp/gb/standby/server/box/runner.ts'
import { LOOK, PROGRAMS } from '/tmp/gb/standby/server/smoke/standby-programs.ts'
const L: Record<string, any> = {
 javascript: ['main.js',['/usr/bin/node','{main}'],'open'],
 ruby: ['main.rb',['/usr/bin/ruby','{main}'],'open'],
 perl: ['main.pl',['/usr/bin/perl','{main}'],'start'],
 php: ['main.php',['/usr/bin/php','{main}'],'open'],
 lua: ['main.lua',['/usr/bin/lua5.4','{main}'],'open'],
 bash: ['main.sh',['/usr/bin/bash','{main}'],'start'],
 sql: ['main.sql',['/usr/bin/sqlite3','-batch',':memory:','.read {main}'],'open'],
 r: ['main.R',['/usr/lib/R/bin/exec/R','--no-echo','--no-restore','--no-environ','--no-init-file','--file={main}'],'read'],
}
const python = await findPython()
async function outs(main: string, run: string[], standby: string, src: string) {
  await using box = await openBox({ ...python, image: 'sbtest2' }, { standby, run, mainFile: main, compile: null, extensions: ['.x'], env: { ...python.profile.env, R_HOME: '/usr/lib/R' } } as any)
  const res: string[] = []
  for (let i = 0; i < 3; i++) {
    let out = ''
    const files = [{ name: main, content: src.replaceAll('ROUND', `round ${i}`) }, { name: 'look.sh', content: LOOK }]
    const r = new Run(box, { files, args: [], size: { cols: 101, rows: 31 } }, { onStarted() {}, onOutput(b) { out += b } })
    const o = await r.outcome
    if (o.standby !== (standby !== 'none') || o.report.reason !== 'exited') console.log('??', standby, o)
    await box.link.reset(i % 2 ? [] : files.map(f => f.name)); res.push(out)
  }
  return res
}
import { writeFileSync } from 'node:fs'
for (const [id, [main, run, standby]] of Object.entries(L)) {
  if (process.argv.length > 2 && !process.argv.includes(id)) continue
  const a = await outs(main, run, 'none', PROGRAMS[id]!), b = await outs(main, run, standby, PROGRAMS[id]!)
  console.log(id, a.map((x, i) => x === b[i]), a[0]!.length)
  writeFileSync(`/tmp/sb/out.${id}.cold`, a.join('\n=====\n')); writeFileSync(`/tmp/sb/out.${id}.hot`, b.join('\n=====\n'))
}
process.exit(0)
