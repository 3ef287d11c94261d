import { z } from 'zod'

/** Error numbers of Linux (errno(3)). */
export const EPERM = 1
export const ENOSYS = 38

const text = z.string().max(16_384)
const list = z.array(text).max(200)

/** What the probe in a canary box reports (profiles/agent/probe/look.go). Like everything that comes from a box it is not trusted in form. */
export const Findings = z.object({
  uid: z.number(),
  gid: z.number(),
  groups: z.array(z.number()).max(200).nullable(),
  uidMap: text,
  /** Lines of /proc/self/status: Cap*, NoNewPrivs, Seccomp*. */
  status: z.record(z.string(), text),
  /** /proc/version */
  kernel: text,
  hostname: text,
  environment: list,
  mounts: z
    .array(z.object({ path: text, kind: text, options: text }))
    .max(200)
    .nullable(),
  /** Sizes of the folders that may be written. */
  space: z.record(z.string(), z.object({ bytes: z.number(), inodes: z.number() })),
  /** Where writing was possible and should not be. */
  written: list,
  setId: list,
  devices: list,
  sockets: list,
  interfaces: list,
  /** Addresses outside of the box to which there is a route. */
  reached: list,
  processes: z.number(),
  /** What of the agent's /proc entries can be opened. */
  agentOpen: list,
  /** Covered paths that show something. */
  unmasked: list,
  lsm: text,
  limits: z.record(z.string(), z.number()),
  namespaces: z.record(z.string(), text),
  descriptors: list,
  /** Error number of each forbidden call; 0: it was carried out. */
  calls: z.record(z.string(), z.number()),
  diskThrottle: text,
})
export type Findings = z.infer<typeof Findings>

/** What busy threads got: processor time by the account of the kernel they ran on, and the time that went by. */
export const Spin = z.object({ usedMs: z.number(), lastedMs: z.number().positive() })

/** All that a canary box gave. */
export type Measured = {
  readonly look: Findings
  /** Processes that could be made until the kernel refused, or that the box had no answer any more. */
  readonly forked: number | 'no answer'
  /** Bytes that could be taken, and how that ended. */
  readonly memory: { readonly bytes: number; readonly reason: string }
  /** Processor time that many busy threads got, in percent of the time that went by. */
  readonly spinPercent: number
  /** What the kernel says of the cgroup over all boxes; null where there is none. */
  readonly parent: { readonly holdsBox: boolean; readonly memoryBytes: number } | null
}
