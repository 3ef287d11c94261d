import { Readable } from 'node:stream'
import { pack } from 'tar-stream'
import { dockerClient, type Endpoint } from '../../server/engine/detect.ts'
import { fillArgv, toShell } from '../../server/profiles/argv.ts'
import type { Profile } from '../../server/profiles/profile.ts'
import { BUILD_FOLDER } from '../../server/protocol/limits.ts'
import type { Program } from './list.ts'
import type { ProgramFiles } from './run.ts'

const STDIN = '/stdin'
const PROGRAM_S = 60

/**
 * Runs a program with its language's own toolchain and nothing of a box: as root in a plain container, whose root can be written, with a network, the engine's
 * usual seccomp list and capabilities, no limits, and no agent.
 */
export async function runOutside(
  endpoint: Endpoint,
  { profile, image }: { readonly profile: Profile; readonly image: string },
  program: Program,
  { main, files }: ProgramFiles,
): Promise<{ readonly code: number; readonly output: string }> {
  const values = { main, files: files.map(file => file.name), extensions: profile.extensions }
  const compile = profile.compile ? `${toShell(fillArgv(profile.compile, values))} > /dev/null 2>&1 || exit 125` : ':'
  const run = `timeout --foreground ${PROGRAM_S} ${toShell([...fillArgv(profile.run, values), ...program.args])}${program.stdin === undefined ? '' : ` < ${STDIN}`}`
  const input = pack()
  for (const file of files) input.entry({ name: `code/${file.name}` }, Buffer.from(file.content, file.encoding ?? 'utf8'))
  input.entry({ name: STDIN.slice(1) }, program.stdin ?? '')
  input.finalize()
  const container = await dockerClient(endpoint, 0).createContainer({
    Image: image,
    Entrypoint: ['/bin/sh', '-c'],
    Cmd: [`mkdir -p ${BUILD_FOLDER}\n${compile}\n${run}`],
    WorkingDir: '/code',
    User: '0:0',
    Env: Object.entries(profile.env).map(([name, value]) => `${name}=${value}`),
    Tty: true,
  })
  try {
    await container.putArchive(Readable.from(input), { path: '/' })
    const said = await container.attach({ stream: true, stdout: true, stderr: true })
    const chunks: Buffer[] = []
    said.on('data', (chunk: Buffer) => chunks.push(chunk))
    const ended = new Promise(resolve => said.once('end', resolve))
    await container.start()
    const { StatusCode } = (await container.wait()) as { StatusCode: number }
    await ended
    return { code: StatusCode, output: Buffer.concat(chunks).toString('utf8').replaceAll('\r\n', '\n') }
  } finally {
    await container.remove({ force: true })
  }
}
