import { AppError } from '../platform/app-error.ts'
import { megabytes } from '../profiles/sources.ts'

/** Of files that nobody has used for so long, Jobe's clients expect that they are gone. */
const KEPT_MS = 48 * 3_600_000

/** Of all files together, and of one tenant's. */
type FileBounds = { readonly bytes: number; readonly tenantBytes: number; readonly tenantFiles: number }

const BOUNDS: FileBounds = { bytes: 64 * 1024 * 1024, tenantBytes: 16 * 1024 * 1024, tenantFiles: 512 }

type Kept = { readonly content: Buffer; usedMs: number }
type Share = { bytes: number; readonly files: Map<string, Kept> }

/**
 * Files that are uploaded ahead of runs, in memory, by the ids that their clients give them. Everybody has ids of their own: what one uploads, nobody else
 * reads or replaces. Where there are too many, those that were not used for the longest time are forgotten; clients send them again when they are told so.
 */
export class JobeFiles {
  readonly #bounds: FileBounds
  readonly #now: () => number
  readonly #shares = new Map<string, Share>()
  #bytes = 0

  constructor(bounds: FileBounds = BOUNDS, now: () => number = Date.now) {
    this.#bounds = bounds
    this.#now = now
  }

  get bytes(): number {
    return this.#bytes
  }

  has(tenant: string, id: string): boolean {
    return this.#find(tenant, id) !== null
  }

  /** A file's content, or null. It counts as used. */
  get(tenant: string, id: string): Buffer | null {
    const kept = this.#find(tenant, id)
    if (!kept) return null
    kept.usedMs = this.#now()
    // The least used are at the front.
    const { files } = this.#shares.get(tenant) as Share
    files.delete(id)
    files.set(id, kept)
    return kept.content
  }

  put(tenant: string, id: string, content: Buffer): void {
    const { bytes, tenantBytes, tenantFiles } = this.#bounds
    if (content.length > tenantBytes) throw new AppError('source_too_large', `A file may have ${megabytes(tenantBytes)} MB.`)
    this.#forget(tenant, id)
    const share = this.#shares.get(tenant) ?? { bytes: 0, files: new Map() }
    while (share.files.size >= tenantFiles || share.bytes + content.length > tenantBytes) this.#forgetOldest(tenant, share)
    while (this.#bytes + content.length > bytes) this.#forgetOfLargest()
    this.#shares.set(tenant, share)
    share.files.set(id, { content, usedMs: this.#now() })
    share.bytes += content.length
    this.#bytes += content.length
  }

  #find(tenant: string, id: string): Kept | null {
    const kept = this.#shares.get(tenant)?.files.get(id)
    if (!kept) return null
    if (kept.usedMs >= this.#now() - KEPT_MS) return kept
    this.#forget(tenant, id)
    return null
  }

  #forgetOfLargest(): void {
    const [largest] = [...this.#shares].sort(([, one], [, other]) => other.bytes - one.bytes)
    if (largest) this.#forgetOldest(...largest)
  }

  #forgetOldest(tenant: string, { files }: Share): void {
    for (const id of files.keys()) return this.#forget(tenant, id)
  }

  #forget(tenant: string, id: string): void {
    const share = this.#shares.get(tenant)
    const kept = share?.files.get(id)
    if (!share || !kept) return
    share.files.delete(id)
    share.bytes -= kept.content.length
    this.#bytes -= kept.content.length
    if (share.files.size === 0) this.#shares.delete(tenant)
  }
}
