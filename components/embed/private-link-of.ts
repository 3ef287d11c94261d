import '../workspace/no-eval.ts'
import type { ProfileInfo } from '../../server/protocol/profile-info.ts'
import { privateFragment } from '../share/private-link.ts'
import { type Example, sourcesOfExample } from './example.ts'

/** The address of the playground with what a frame shows, its hidden parts included; or why there is none. */
export function privateLinkOf(
  example: Example,
  profile: ProfileInfo,
): { readonly address: string; readonly refusal?: never } | { readonly refusal: string; readonly address?: never } {
  const { sources, refusal } = sourcesOfExample(example, profile)
  if (!sources) return { refusal }
  const { fragment, fault } = privateFragment({
    profile: profile.id,
    title: example.title,
    main: sources.main,
    files: [...sources.files],
    args: [...example.args],
    stdin: example.stdin,
    parent: example.id,
    recording: null,
  })
  return fragment === undefined ? { refusal: fault } : { address: `/#${fragment}` }
}
