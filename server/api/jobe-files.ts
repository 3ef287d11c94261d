import { AppError } from '../platform/app-error.ts'
import { exactMegabytes } from '../profiles/sources.ts'

/** Of files that nobody has used for so long, Jobe's clients expect that they are gone. */
const KEPT_MS = 48 * 3_600_000
/** What a file takes besides its content: also many without a byte take memory. */
const ENTRY_BYTES = 256
/** Of files that are out of date, so many are dropped when another one comes. */
const DROPPED = 16

/** Of all files together, and of one tenant's. */
type FileBounds = { readonly bytes: number; readonly tenantBytes: number; readonly files: number; readonly tenantFiles: number }

const BOUNDS: FileBounds = { bytes: 64 * 1024 * 1024, tenantBytes: 16 * 1024 * 1024, files: 4096, tenantFiles: 512 }

type Kept = { readonly tenant: string; readonly id: string; readonly content: Buffer; readonly bytes: number; readonly usedMs: number }
type Share = { bytes: number; readonly files: Map<string, Kept> }

/**
 * Files that are uploaded ahead of runs, in memory, by the ids that their clients give them. Everybody has ids of their own: what one uploads, nobody else
 * reads or replaces. Where there are too many, those that were not used for the longest time are forgotten; clients send them again when they are told so.
 */
export class JobeFiles {
  readonly #bounds: FileBounds
  readonly #now: () => number
  /** Whoever has none has no share. The least used of each are at the front. */
  readonly #shares = new Map<string, Share>()
  /** All of them, the least used at the front. */
  readonly #all = new Set<Kept>()
  #bytes = 0

  constructor(bounds: FileBounds = BOUNDS, now: () => number = Date.now) {
    this.#bounds = bounds
    this.#now = now
  }

  get bytes(): number {
    return this.#bytes
  }

  get count(): number {
    return this.#all.size
  }

  has(tenant: string, id: string): boolean {
    return this.#find(tenant, id) !== null
  }

  /** A file's content, or null. It counts as used. */
  get(tenant: string, id: string): Buffer | null {
    const kept = this.#find(tenant, id)
    if (!kept) return null
    this.#forget(kept)
    this.#keep({ ...kept, usedMs: this.#now() })
    return kept.content
  }

  put(tenant: string, id: string, content: Buffer): void {
    const most = this.#bounds
    const bytes = content.length + ENTRY_BYTES
    if (bytes > most.tenantBytes) throw new AppError('source_too_large', `A file may have ${exactMegabytes(most.tenantBytes)} MB.`)
    this.#dropOld()
    const before = this.#shares.get(tenant)?.files.get(id)
    if (before) this.#forget(before)
    const own = (): Share => this.#shares.get(tenant) ?? { bytes: 0, files: new Map() }
    while (own().files.size >= most.tenantFiles || own().bytes + bytes > most.tenantBytes) this.#forgetOldest(own())
    while (this.#all.size >= most.files) this.#forgetOldest(this.#largest(({ files }) => files.size))
    while (this.#bytes + bytes > most.bytes) this.#forgetOldest(this.#largest(share => share.bytes))
    this.#keep({ tenant, id, content, bytes, usedMs: this.#now() })
  }

  #find(tenant: string, id: string): Kept | null {
    const kept = this.#shares.get(tenant)?.files.get(id)
    if (!kept) return null
    if (!this.#isOld(kept)) return kept
    this.#forget(kept)
    return null
  }

  #isOld({ usedMs }: Kept): boolean {
    return usedMs < this.#now() - KEPT_MS
  }

  #dropOld(): void {
    let dropped = 0
    for (const kept of this.#all) {
      if (dropped === DROPPED || !this.#isOld(kept)) return
      this.#forget(kept)
      dropped += 1
    }
  }

  #largest(size: (share: Share) => number): Share {
    return [...this.#shares.values()].reduce((largest, share) => (size(share) > size(largest) ? share : largest))
  }

  #forgetOldest({ files }: Share): void {
    for (const kept of files.values()) return this.#forget(kept)
  }

  #keep(kept: Kept): void {
    const share = this.#shares.get(kept.tenant) ?? { bytes: 0, files: new Map() }
    this.#shares.set(kept.tenant, share)
    share.files.set(kept.id, kept)
    share.bytes += kept.bytes
    this.#all.add(kept)
    this.#bytes += kept.bytes
  }

  #forget(kept: Kept): void {
    const share = this.#shares.get(kept.tenant)
    if (!share || !this.#all.delete(kept)) return
    share.files.delete(kept.id)
    share.bytes -= kept.bytes
    this.#bytes -= kept.bytes
    if (share.files.size === 0) this.#shares.delete(kept.tenant)
  }
}
